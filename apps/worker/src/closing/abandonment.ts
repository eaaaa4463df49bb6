import type { HostProblem } from '@milepost/contract/errors/host-problem';
import type { Database } from '@milepost/db/client';
import { HostError } from '@milepost/packages-core/engine/host-error';

/** Whether a person has abandoned a server that does not respond. */
export interface Abandonment {
  /** Reads the row; `problem`: why the server cannot be reached. */
  refresh(problem: HostProblem): Promise<void>;
  /** Throws HostError once a person has abandoned it. */
  throwIfAbandoned(): void;
}

export function createAbandonment(db: Database, operationId: string): Abandonment {
  let abandoned: HostProblem | null = null;
  return {
    async refresh(problem) {
      const row = await db.operation
        .findUnique({ where: { id: operationId }, select: { abandonedBy: true } })
        .catch(() => null); // read again after the next attempt
      if (row?.abandonedBy) abandoned = problem;
    },
    throwIfAbandoned() {
      if (abandoned) throw new HostError('unusable', { code: 'server_abandoned', problem: abandoned });
    },
  };
}
