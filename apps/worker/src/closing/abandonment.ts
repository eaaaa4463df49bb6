import type { Database } from '@milepost/db/client';
import { HostError } from '@milepost/packages-core/engine/host-error';

/** Whether a person has abandoned a server that does not respond. */
export interface Abandonment {
  /** Reads the row; `reason`: why the server cannot be reached. */
  refresh(reason: string): Promise<void>;
  /** Throws HostError once a person has abandoned it. */
  throwIfAbandoned(): void;
}

export function createAbandonment(db: Database, operationId: string): Abandonment {
  let abandonReason: string | null = null;
  return {
    async refresh(reason) {
      const row = await db.operation
        .findUnique({ where: { id: operationId }, select: { abandonedBy: true } })
        .catch(() => null); // read again after the next attempt
      if (row?.abandonedBy) abandonReason = reason;
    },
    throwIfAbandoned() {
      if (abandonReason !== null)
        throw new HostError(
          'unusable',
          'nobody waits any longer',
          `server unreachable (${abandonReason.replace(/[.]$/, '')})`,
        );
    },
  };
}
