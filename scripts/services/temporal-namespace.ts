import { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time';

/** temporal.api.enums.v1.IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD */
const KEYWORD = 2;

/** What the workflows set, so that the Temporal UI can be searched by server, package and batch. */
export const SEARCH_ATTRIBUTES = [
  'MilepostServer',
  'MilepostPackage',
  'MilepostKind',
  'MilepostStatus',
  'MilepostBatch',
];

/**
 * Registers the search attributes where they are missing. `retentionDays` (how long closed workflows are kept) is
 * for a server of our own: somebody else's keeps its own.
 */
export async function prepareNamespace(at: {
  address: string;
  namespace: string;
  retentionDays?: number;
}): Promise<void> {
  const { address, namespace, retentionDays } = at;
  await withConnection(address, async ({ operatorService, workflowService }) => {
    const { customAttributes } = await operatorService.listSearchAttributes({ namespace });
    const missing = SEARCH_ATTRIBUTES.filter((name) => !(name in customAttributes));
    if (missing.length > 0) {
      const searchAttributes = Object.fromEntries(missing.map((name) => [name, KEYWORD]));
      await operatorService.addSearchAttributes({ namespace, searchAttributes });
    }
    if (retentionDays !== undefined) {
      await workflowService.updateNamespace({
        namespace,
        config: { workflowExecutionRetentionTtl: msToTs(`${retentionDays} days`) },
      });
    }
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
