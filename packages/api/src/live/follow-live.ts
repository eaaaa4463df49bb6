import { setTimeout as sleep } from 'node:timers/promises';
import { PullIterator } from '@milepost/db/live/pull-iterator';
import { follow } from '@milepost/db/live/follow';
import { readOperations } from '@milepost/db/operations/views/read-operations';
import { tracked } from '@trpc/server';
import type { TrackedEnvelope } from '@trpc/server';
import type { SignedIn } from '../auth/read-session';
import type { Dependencies } from '../process/dependencies';
import { requestError } from '../errors/request-error';
import { toTrpcError } from '../errors/to-trpc-error';
import { createDetailReader } from '../services/operations/views/operation-detail';
import type { LiveUpdate, SessionUser } from '../views/views';
import { liveUpdate } from './live-update';
import type { Recipient } from './live-update';
import { guardSession } from './session-guard';
import type { AccessLoss } from './session-guard';
import { encodeCursor, resumeFrom } from './resume-cursor';
import type { ResumeCursor } from './resume-cursor';

export interface LiveClient {
  user: SessionUser;
  sessionId: string;
  readSession: () => Promise<SignedIn | null>;
  watch: ResumeCursor;
  /** Of the last message that the browser got, when it reconnects by itself. */
  lastEventId: string | null | undefined;
  /** Aborted when the client goes. */
  signal: AbortSignal;
  /** Between two beats and two looks at the session, in milliseconds. */
  heartbeatMs?: number;
}

type FollowDependencies = Pick<Dependencies, 'db' | 'listener' | 'shutdown' | 'temporalUi'>;
type Message = TrackedEnvelope<LiveUpdate>;

const HEARTBEAT_MS = 15_000;
/** Between two messages, however much moves. */
const SPACING_MS = 60;

/** Why a stream ends before its reader leaves. */
type EndReason = AccessLoss | 'shutdown';

/**
 * Follows the watched operations event by event and all others as summaries. At least every 15 s there is a message, with
 * how the watched operations stand. Ends with UNAUTHORIZED when the session ends, and with SERVICE_UNAVAILABLE, which makes
 * the client come back, when the role changes, the process shuts down or the database is away.
 */
export function followLive(needed: FollowDependencies, client: LiveClient): PullIterator<Message> {
  const { db, listener, temporalUi } = needed;
  const { user, watch, lastEventId, heartbeatMs = HEARTBEAT_MS } = client;
  const positions = resumeFrom(watch, lastEventId);
  const { signal, stop } = endSignal(needed, client);
  const recipient = {
    readDetail: createDetailReader(db, { role: user.role, temporalUi }),
    role: user.role,
  };
  const batches = follow({ db, listener, watch: positions, overview: true, signal });
  let cursor: ResumeCursor = Object.fromEntries(positions);
  let awaitNext = nextOrHeartbeat(batches.next(), heartbeatMs);
  let sent = false;

  async function message(): Promise<Message | null> {
    if (sent) {
      sent = false;
      await sleep(SPACING_MS); // what comes meanwhile comes together
      awaitNext = nextOrHeartbeat(batches.next(), heartbeatMs);
    }
    const result = await awaitNext();
    if (result === 'heartbeat') return tracked(encodeCursor(cursor), await heartbeat(db, cursor, recipient));
    if (result.done) return null;
    sent = true;
    ({ cursor } = result.value);
    return tracked(encodeCursor(cursor), await liveUpdate(db, result.value, recipient));
  }
  return new PullIterator(
    async () => {
      const next = await message().catch((error: unknown) => {
        if (signal.aborted) return null;
        throw unavailable(error);
      });
      if (next || client.signal.aborted) return next;
      if (signal.reason === 'ended') throw toTrpcError(requestError('UNAUTHORIZED', { code: 'signed_out' }));
      throw unavailable(undefined);
    },
    () => {
      stop();
      void batches.return();
    },
  );
}

/** One signal for all that ends a stream: a composed one would keep several times as much for each. */
function endSignal(
  { shutdown }: FollowDependencies,
  client: LiveClient,
): { signal: AbortSignal; stop: () => void } {
  const controller = new AbortController();
  const end = (reason?: EndReason): void => controller.abort(reason);
  const disconnect = (): void => end();
  const shutDown = (): void => end('shutdown');
  const stopGuard = guardSession({ ...client, everyMs: client.heartbeatMs ?? HEARTBEAT_MS }, end);
  client.signal.addEventListener('abort', disconnect);
  shutdown.signal.addEventListener('abort', shutDown);
  if (client.signal.aborted) disconnect();
  if (shutdown.signal.aborted) shutDown();
  return {
    signal: controller.signal,
    stop() {
      stopGuard();
      client.signal.removeEventListener('abort', disconnect);
      shutdown.signal.removeEventListener('abort', shutDown);
      end();
    },
  };
}

function unavailable(cause: unknown) {
  return toTrpcError(requestError('SERVICE_UNAVAILABLE', { code: 'stream_interrupted' }, { cause }));
}

/**
 * Asks for an answer that may be hours away; 'heartbeat' when there was none for a while. The answer is listened to once: what a
 * race of promises leaves on one that is pending stays for as long, and there would be one with every beat.
 */
function nextOrHeartbeat<T>(answer: Promise<T>, heartbeatMs: number): () => Promise<T | 'heartbeat'> {
  let settled = false;
  let wake: () => void = () => undefined;
  const settle = () => {
    settled = true;
    wake();
  };
  answer.then(settle, settle);
  return async () => {
    if (!settled) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, heartbeatMs);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    return settled ? answer : 'heartbeat';
  };
}

/** How the watched operations stand, where nothing has changed. */
async function heartbeat(
  db: Dependencies['db'],
  cursor: ResumeCursor,
  recipient: Recipient,
): Promise<LiveUpdate> {
  const views = await readOperations(db, Object.keys(cursor));
  const operations = views.map((view) => ({
    view,
    events: [],
    outputs: [],
    position: cursor[view.id] ?? null,
  }));
  return liveUpdate(db, { operations, serverIds: [], audiences: [], workers: false }, recipient);
}
