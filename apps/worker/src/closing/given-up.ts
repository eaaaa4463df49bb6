import type { Database } from '@milepost/db/client';
import { HostError } from '@milepost/packages-core/engine/host-error';

/** Whether a person would not wait any longer for a server that does not answer. */
export interface GivenUp {
  /** Looks at the row; `reason`: why the server cannot be reached. */
  look(reason: string): Promise<void>;
  /** Throws HostError once somebody has. */
  throwIfSo(): void;
}

export function createGivenUp(db: Database, operationId: string): GivenUp {
  let why: string | null = null;
  return {
    async look(reason) {
      const row = await db.operation
        .findUnique({ where: { id: operationId }, select: { stopWaitingBy: true } })
        .catch(() => null); // asked again after the next try
      if (row?.stopWaitingBy) why = reason;
    },
    throwIfSo() {
      if (why !== null)
        throw new HostError(
          'unusable',
          'nobody waits any longer',
          `server unreachable (${why.replace(/[.]$/, '')})`,
        );
    },
  };
}
