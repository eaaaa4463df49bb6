import { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time';
import { registerSearchAttributes } from '../../apps/worker/src/temporal/search-attributes';

/**
 * Registers our search attributes where they are missing. `retentionDays` (how long closed workflows are kept) is
 * for a server of our own: somebody else's keeps its own.
 */
export async function prepareNamespace(at: {
  address: string;
  namespace: string;
  retentionDays?: number;
}): Promise<void> {
  const { address, namespace, retentionDays } = at;
  await withConnection(address, async (connection) => {
    await registerSearchAttributes(connection, namespace);
    if (retentionDays === undefined) return;
    await connection.workflowService.updateNamespace({
      namespace,
      config: { workflowExecutionRetentionTtl: msToTs(`${retentionDays} days`) },
    });
  });
}

/** A connection for one short conversation, 5 s at the most. */
export async function withConnection<T>(
  address: string,
  talk: (connection: Connection) => Promise<T>,
): Promise<T> {
  const connection = await Connection.connect({ address, connectTimeout: '5s' });
  try {
    return await connection.withDeadline(Date.now() + 5000, () => talk(connection));
  } finally {
    await connection.close();
  }
}
