import type { Database } from '@milepost/db/client';
import { transaction } from '@milepost/db/client';
import { appendEvent } from '@milepost/db/operations/append-event';
import { lockOperation } from '@milepost/db/operations/lock-operation';
import type { LinkEvent } from '@milepost/packages-core/engine/reach';
import type { Logger } from '../log';
import { createNoticeBoard } from './notice-board';
import type { NoticeBoard } from './notice-board';

export interface LinkWatchOptions {
  db: Database;
  log: Logger;
  operationId: string;
  serverName: string;
  /** For the heartbeat: what is going on, in a sentence. */
  say(sentence: string): void;
  /** What is going on while the link stands. */
  doing: string;
  /** What is shown now: an attempt before this one may have left it. */
  notice: unknown;
  onStored: () => void;
  /** Shared with whoever else has something to show; one of its own when left out. */
  board?: NoticeBoard;
}

export interface LinkWatch {
  onLink(event: LinkEvent): void;
  /** Resolves when what was shown is written. */
  settled(): Promise<void>;
}

/** A link that is away for less is shown while it lasts, and not worth a line of the history. */
const WORTH_TELLING_MS = 3_000;

/** Tells people how the link to a server fares: a notice on the operation, a line in its history, the heartbeat's sentence. */
export function createLinkWatch(options: LinkWatchOptions): LinkWatch {
  const { db, operationId, serverName, board = createNoticeBoard(options) } = options;
  let since = downSince(options.notice);

  function down({ attempt, publicMessage: reason }: Extract<LinkEvent, { kind: 'down' }>): void {
    const from = (since ??= new Date());
    options.say(`Reconnecting to ${serverName}, attempt ${attempt}: ${reason}`);
    board.link({ kind: 'reconnecting', attempt, since: from.toISOString(), reason });
    if (Date.now() - Number(from) >= WORTH_TELLING_MS)
      board.write(() => tellLost(db, { operationId, since: from, reason }));
  }

  function up(): void {
    options.say(options.doing);
    if (!since) return;
    const from = since;
    since = null;
    board.link(null);
    board.write(() => tellBack(db, { operationId, since: from }));
  }

  options.say(options.doing);
  return {
    onLink(event) {
      if (event.kind === 'down') down(event);
      else up();
    },
    settled: () => board.settled(),
  };
}

function downSince(notice: unknown): Date | null {
  const { kind, since } = (notice ?? {}) as { kind?: unknown; since?: unknown };
  return kind === 'reconnecting' ? new Date(String(since)) : null;
}

interface Outage {
  operationId: string;
  since: Date;
}

/** Once an outage, whichever attempt tells it. */
const lostKey = (since: Date): string => `link-lost-${since.toISOString()}`;

function tellLost(db: Database, { operationId, since, reason }: Outage & { reason: string }): Promise<void> {
  return transaction(db, async (tx) => {
    await lockOperation(tx, operationId);
    await appendEvent(tx, { operationId, key: lostKey(since), type: 'link_lost', data: { reason } });
  });
}

/** Only of an outage that was worth telling. */
function tellBack(db: Database, { operationId, since }: Outage): Promise<void> {
  return transaction(db, async (tx) => {
    await lockOperation(tx, operationId);
    const told = await tx.$queryRaw<unknown[]>`
      select 1 from events where operation_id = ${operationId} and key = ${lostKey(since)}`;
    if (told.length === 0) return;
    const data = { ms: Date.now() - Number(since) };
    await appendEvent(tx, { operationId, key: `link-back-${since.toISOString()}`, type: 'link_back', data });
  });
}
