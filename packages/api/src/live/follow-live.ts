import { setTimeout as sleep } from 'node:timers/promises';
import { Feed } from '@milepost/db/live/feed';
import { follow } from '@milepost/db/live/follow';
import { readOperations } from '@milepost/db/operations/read-operations';
import { tracked } from '@trpc/server';
import type { TrackedEnvelope } from '@trpc/server';
import type { SignedIn } from '../auth/read-session';
import type { Dependencies } from '../dependencies';
import { AppError } from '../errors/app-error';
import { toTrpcError } from '../errors/to-trpc-error';
import { createDetailReader } from '../services/operations/operation-detail';
import type { ReadDetail } from '../services/operations/operation-detail';
import type { LiveUpdate, Viewer } from '../views';
import { liveUpdate } from './live-update';
import { guardSession } from './session-guard';
import type { RightEnds } from './session-guard';
import { encodeVector, resumeFrom } from './vector';
import type { Vector } from './vector';

export interface Follower {
  viewer: Viewer;
  sessionId: string;
  readSession: () => Promise<SignedIn | null>;
  watch: Vector;
  /** Of the last message that the browser got, when it reconnects by itself. */
  lastEventId: string | null | undefined;
  /** Aborted when the client goes. */
  signal: AbortSignal;
  /** Between two beats and two looks at the session, in milliseconds. */
  beatMs?: number;
}

type Needed = Pick<Dependencies, 'db' | 'listener' | 'shutdown' | 'temporalUi'>;
type Message = TrackedEnvelope<LiveUpdate>;

const BEAT_MS = 15_000;
/** Between two messages, however much moves. */
const SPACING_MS = 60;

/** Why a stream ends before its reader leaves. */
type Ending = RightEnds | 'shutdown';

/**
 * Follows the watched operations event by event and all others as summaries. At least every 15 s there is a message, with
 * how the watched operations stand. Ends with UNAUTHORIZED when the session ends, and with SERVICE_UNAVAILABLE, which makes
 * the client come back, when the role changes, the process shuts down or the database is away.
 */
export function followLive(needed: Needed, follower: Follower): Feed<Message> {
  const { db, listener, temporalUi } = needed;
  const { viewer, watch, lastEventId, beatMs = BEAT_MS } = follower;
  const { signal, stop } = endingOf(needed, follower);
  const readDetail = createDetailReader(db, { role: viewer.role, temporalUi });
  const positions = resumeFrom(watch, lastEventId);
  const batches = follow({ db, listener, watch: positions, overview: true, signal });
  let vector: Vector = Object.fromEntries(positions);
  let nextOrBeat = orBeat(batches.next(), beatMs);
  let told = false;

  async function message(): Promise<Message | null> {
    if (told) {
      told = false;
      await sleep(SPACING_MS); // what comes meanwhile comes together
      nextOrBeat = orBeat(batches.next(), beatMs);
    }
    const heard = await nextOrBeat();
    if (heard === 'beat') return tracked(encodeVector(vector), await beat(db, vector, readDetail));
    if (heard.done) return null;
    told = true;
    ({ vector } = heard.value);
    return tracked(encodeVector(vector), await liveUpdate(db, heard.value, readDetail));
  }
  return new Feed(
    async () => {
      const next = await message().catch((error: unknown) => {
        if (signal.aborted) return null;
        throw away(error);
      });
      if (next || follower.signal.aborted) return next;
      if (signal.reason === 'ended')
        throw toTrpcError(new AppError('UNAUTHORIZED', 'You have been signed out.'));
      throw away(undefined);
    },
    () => {
      stop();
      void batches.return();
    },
  );
}

/** One signal for all that ends a stream: a composed one would keep several times as much for each. */
function endingOf({ shutdown }: Needed, follower: Follower): { signal: AbortSignal; stop: () => void } {
  const controller = new AbortController();
  const end = (why?: Ending): void => controller.abort(why);
  const leave = (): void => end();
  const shutDown = (): void => end('shutdown');
  const stopGuard = guardSession({ ...follower, everyMs: follower.beatMs ?? BEAT_MS }, end);
  follower.signal.addEventListener('abort', leave);
  shutdown.signal.addEventListener('abort', shutDown);
  if (follower.signal.aborted) leave();
  if (shutdown.signal.aborted) shutDown();
  return {
    signal: controller.signal,
    stop() {
      stopGuard();
      follower.signal.removeEventListener('abort', leave);
      shutdown.signal.removeEventListener('abort', shutDown);
      end();
    },
  };
}

function away(cause: unknown) {
  return toTrpcError(
    new AppError('SERVICE_UNAVAILABLE', 'Live updates are interrupted; they come back by themselves.', {
      cause,
    }),
  );
}

/**
 * Asks for an answer that may be hours away; 'beat' when there was none for a while. The answer is listened to once: what a
 * race of promises leaves on one that is pending stays for as long, and there would be one with every beat.
 */
function orBeat<T>(answer: Promise<T>, beatMs: number): () => Promise<T | 'beat'> {
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
        const timer = setTimeout(resolve, beatMs);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    return settled ? answer : 'beat';
  };
}

/** How the watched operations stand, where nothing has changed. */
async function beat(db: Dependencies['db'], vector: Vector, readDetail: ReadDetail): Promise<LiveUpdate> {
  const views = await readOperations(db, Object.keys(vector));
  const operations = views.map((view) => ({
    view,
    events: [],
    outputs: [],
    position: vector[view.id] ?? null,
  }));
  return liveUpdate(db, { operations, serverIds: [] }, readDetail);
}
