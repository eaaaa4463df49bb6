import type { HostProblem } from '@milepost/contract/errors/host-problem';
import type { Database } from '@milepost/db/client';
import { markUnreachable, recordContact } from '@milepost/db/servers/reachability';
import type { NotificationAudience } from '@milepost/db/types';
import type { HostError, HostErrorCode } from '@milepost/packages-core/engine/host-error';
import type { Logger } from '../startup/log';

export interface FailedContact {
  serverId: string;
  error: HostError;
  /** When the last byte came over an earlier connection, in milliseconds since the epoch. */
  lastByteAt?: number | undefined;
}

/** Keeps in the servers' rows whether they can be reached. */
export interface Contacts {
  /** A server was reached. Nobody waits for the row. */
  reached(serverId: string): void;
  /** No connection could be made. Other errors than that are passed over. */
  failed(failure: FailedContact): Promise<void>;
}

interface Dependencies {
  db: Database;
  log: Logger;
  /** The server's row was changed. */
  publishServer: (serverId: string) => void;
  publishNotifications: (audience: NotificationAudience) => void;
}

/** A row that says the same is written again only after so long. */
const REPEAT_AFTER_MS = 10_000;
/** Bytes that came within so long before a failure are of the same outage; older ones are of a connection that was closed. */
const RECENT_MS = 2 * 60_000;

const UNREACHABLE = new Set<HostErrorCode>(['unreachable', 'link_lost', 'authentication_refused']);

export function createContacts({ db, log, publishServer, publishNotifications }: Dependencies): Contacts {
  /** What was last written of each server: null, or why it was unreachable. */
  const written = new Map<string, { reason: string; at: number }>();

  function hasChanged(serverId: string, problem: HostProblem | null): boolean {
    const reason = JSON.stringify(problem);
    const last = written.get(serverId);
    if (last?.reason === reason && Date.now() - last.at < REPEAT_AFTER_MS) return false;
    written.set(serverId, { reason, at: Date.now() });
    return true;
  }

  async function record(serverId: string): Promise<void> {
    const { recovered, notified } = await recordContact(db, serverId);
    if (recovered) publishServer(serverId);
    if (notified) publishNotifications('everyone');
  }

  return {
    reached(serverId) {
      if (!hasChanged(serverId, null)) return;
      record(serverId).catch((error: unknown) => {
        written.delete(serverId);
        log.warn({ serverId, reason: String(error) }, 'That a server was reached could not be stored');
      });
    },
    async failed({ serverId, error, lastByteAt = 0 }) {
      if (!UNREACHABLE.has(error.code)) return;
      const reason = reasonOf(error);
      if (!hasChanged(serverId, reason)) return;
      const now = Date.now();
      const since = new Date(now - lastByteAt < RECENT_MS ? lastByteAt : now);
      try {
        if (await markUnreachable(db, { serverId, reason, since })) publishServer(serverId);
      } catch (problem) {
        written.delete(serverId);
        log.warn({ serverId, reason: String(problem) }, 'That a server is unreachable could not be stored');
      }
    },
  };
}

function reasonOf({ code, problem }: HostError): HostProblem {
  return code === 'authentication_refused' ? { code: 'key_no_longer_accepted' } : problem;
}
