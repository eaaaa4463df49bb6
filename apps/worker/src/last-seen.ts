import type { Database } from '@milepost/db/client';
import type { Logger } from './log';

const EVERY_MS = 10_000;

/** Writes down when a server was last reached: at most once in ten seconds each, and nobody waits for it. */
export function createLastSeen(db: Database, log: Logger): (serverId: string) => void {
  const written = new Map<string, number>();
  return (serverId) => {
    if (Date.now() - (written.get(serverId) ?? 0) < EVERY_MS) return;
    written.set(serverId, Date.now());
    db.$executeRaw`update servers set last_seen_at = clock_timestamp() where id = ${serverId}`.catch(
      (error: unknown) =>
        log.warn({ serverId, reason: String(error) }, 'When a server was reached could not be stored'),
    );
  };
}
