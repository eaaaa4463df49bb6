import { SILENT_MS } from '@milepost/packages-core/engine/connection/watch-silence';
import type { ActivityState } from '@milepost/contract/messages/temporal/activities';
import type { Database } from '@milepost/db/client';
import { recordOutage, recordReconnect } from '@milepost/db/operations/events/record-outage';
import type { ConnectionEvent } from '@milepost/packages-core/engine/connection/with-reconnect';
import type { Logger } from '../../startup/log';
import { createNoticeWriter } from './notice-writer';
import type { NoticeWriter } from './notice-writer';

export interface ConnectionMonitorOptions {
  db: Database;
  log: Logger;
  operationId: string;
  serverName: string;
  /** For the heartbeat: what is going on. */
  say: (state: ActivityState) => void;
  /** What the activity is doing while the connection works. */
  activity: ActivityState;
  /** What is shown now: an attempt before this one may have left it. */
  notice: unknown;
  onStored: () => void;
  /** Shared with other writers of notices; a new one when left out. */
  notices?: NoticeWriter;
}

export interface ConnectionMonitor {
  onConnectionEvent(event: ConnectionEvent): void;
  /** Resolves when what was shown is written. */
  settled(): Promise<void>;
}

/** A shorter outage is shown while it lasts, and adds no event. */
const MIN_REPORTED_OUTAGE_MS = 3_000;

/** Shows people the state of the connection to a server: a notice on the operation, an event, the heartbeat. */
export function createConnectionMonitor(options: ConnectionMonitorOptions): ConnectionMonitor {
  const { db, operationId, serverName, notices = createNoticeWriter(options) } = options;
  let since = downSince(options.notice);

  function silent({ since: lastByteAt }: Extract<ConnectionEvent, { kind: 'silent' }>): void {
    const from = (since ??= lastByteAt);
    options.say({ code: 'server_silent', server: serverName, seconds: SILENT_MS / 1000 });
    notices.link({ kind: 'silent', since: from.toISOString() });
  }

  function down({ attempt, problem: reason, ...event }: Extract<ConnectionEvent, { kind: 'down' }>): void {
    const from = (since ??= event.since);
    options.say({ code: 'reconnecting', server: serverName, attempt, problem: reason });
    notices.link({ kind: 'reconnecting', attempt, since: from.toISOString(), reason });
    if (Date.now() - Number(from) >= MIN_REPORTED_OUTAGE_MS)
      notices.write(() => recordOutage(db, { operationId, since: from, reason }));
  }

  function up(): void {
    options.say(options.activity);
    if (!since) return;
    const from = since;
    since = null;
    notices.link(null);
    notices.write(() => recordReconnect(db, { operationId, since: from }));
  }

  options.say(options.activity);
  return {
    onConnectionEvent(event) {
      if (event.kind === 'silent') silent(event);
      else if (event.kind === 'down') down(event);
      else up();
    },
    settled: () => notices.settled(),
  };
}

function downSince(notice: unknown): Date | null {
  const { kind, since } = (notice ?? {}) as { kind?: unknown; since?: unknown };
  return kind === 'silent' || kind === 'reconnecting' ? new Date(String(since)) : null;
}
