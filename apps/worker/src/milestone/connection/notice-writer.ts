import type { Database } from '@milepost/db/client';
import { setNotice } from '@milepost/db/operations/milestones/record-run';
import type { RecordedNotice } from '@milepost/contract/operation-notice';
import type { Logger } from '../../startup/log';

type LinkNotice = Extract<RecordedNotice, { kind: 'silent' | 'reconnecting' }>;
type Waiting = Extract<RecordedNotice, { kind: 'waiting' }>;

export interface NoticeWriterOptions {
  db: Database;
  log: Logger;
  operationId: string;
  /** What is shown now: an attempt before this one may have left it. */
  notice: unknown;
  onStored: () => void;
}

/** What a running operation waits for, as people see it: the connection first, then what its script reports. */
export interface NoticeWriter {
  link(notice: LinkNotice | null): void;
  /** The script on the server has waited for `seconds`; null: it continues. */
  waiting(wait: { for: string; seconds: number } | null): void;
  /** One after the other with the notices; shown, never decided on, so a failure is only logged. */
  write(work: () => Promise<unknown>): void;
  /** Resolves when all is written. */
  settled(): Promise<void>;
}

export function createNoticeWriter({
  db,
  log,
  operationId,
  notice,
  onStored,
}: NoticeWriterOptions): NoticeWriter {
  const previous = (notice ?? {}) as { kind?: unknown; for?: unknown; since?: unknown };
  let link: LinkNotice | null = null;
  let wait: Waiting | null =
    previous.kind === 'waiting'
      ? { kind: 'waiting', for: String(previous.for), since: String(previous.since) }
      : null;
  let writing = Promise.resolve();

  const write = (work: () => Promise<unknown>): void => {
    writing = writing
      .then(work)
      .then(onStored)
      .catch((error: unknown) =>
        log.warn({ operationId, reason: String(error) }, 'A notice could not be stored'),
      );
  };
  const show = (): void => {
    const shown = link ?? wait;
    write(() => setNotice(db, { operationId, notice: shown }));
  };

  return {
    link(next) {
      link = next;
      show();
    },
    waiting(next) {
      if (next === null && wait === null) return;
      if (next !== null && next.for === wait?.for) return;
      const since = next && new Date(Date.now() - next.seconds * 1000).toISOString();
      wait = next && since !== null ? { kind: 'waiting', for: next.for, since } : null;
      show();
    },
    write,
    settled: () => writing,
  };
}
