import type { Database } from '@milepost/db/client';
import { setNotice } from '@milepost/db/operations/record-run';
import type { LinkEvent } from '@milepost/packages-core/engine/reach';
import type { Logger } from '../log';

export interface LinkWatchOptions {
  db: Database;
  log: Logger;
  operationId: string;
  serverId: string;
  serverName: string;
  /** For the heartbeat: what is going on, in a sentence. */
  say(sentence: string): void;
  /** What is going on while the link stands. */
  doing: string;
  /** What is shown now: an attempt before this one may have left it. */
  notice: unknown;
  onStored: () => void;
}

export interface LinkWatch {
  onLink(event: LinkEvent): void;
  /** Resolves when what was shown is written. */
  settled(): Promise<void>;
}

/** Tells people how the link to a server fares: a notice on the operation, a sentence in the heartbeat, when it was last reached. */
export function createLinkWatch(options: LinkWatchOptions): LinkWatch {
  const { db, log, operationId, serverId, serverName } = options;
  let since = downSince(options.notice);
  let writing = Promise.resolve();

  /** One after the other; shown, never decided on, so a failure is only logged. */
  const write = (work: () => Promise<unknown>): void => {
    writing = writing
      .then(work)
      .then(options.onStored)
      .catch((error: unknown) =>
        log.warn({ operationId, reason: String(error) }, 'A notice could not be stored'),
      );
  };

  options.say(options.doing);
  return {
    onLink(event) {
      if (event.kind === 'down') {
        since ??= new Date().toISOString();
        const { attempt, publicMessage: reason } = event;
        const notice = { kind: 'reconnecting' as const, attempt, since, reason };
        options.say(`Reconnecting to ${serverName}, attempt ${attempt}: ${reason}`);
        write(() => setNotice(db, { operationId, notice }));
        return;
      }
      options.say(options.doing);
      write(() => touch(db, serverId));
      if (since === null) return;
      since = null;
      write(() => setNotice(db, { operationId, notice: null }));
    },
    settled: () => writing,
  };
}

function downSince(notice: unknown): string | null {
  const { kind, since } = (notice ?? {}) as { kind?: unknown; since?: unknown };
  return kind === 'reconnecting' ? String(since) : null;
}

/** At most once in ten seconds a server. */
function touch(db: Database, serverId: string): Promise<number> {
  return db.$executeRaw`
    update servers set last_seen_at = clock_timestamp()
    where id = ${serverId} and (last_seen_at is null or last_seen_at < clock_timestamp() - interval '10 s')`;
}
