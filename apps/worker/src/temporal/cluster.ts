import type { Client } from '@temporalio/client';
import { withDeadline } from './client';

/** "<cluster id>/<namespace id>": tells this Temporal from another one, or from this one with its database lost. */
export function readCluster(engine: Client): Promise<string> {
  return withDeadline(engine, async () => {
    const [{ clusterId }, { namespaceInfo }] = await Promise.all([
      engine.workflowService.getClusterInfo({}),
      engine.workflowService.describeNamespace({ namespace: engine.options.namespace }),
    ]);
    return `${clusterId}/${namespaceInfo?.id}`;
  });
}
