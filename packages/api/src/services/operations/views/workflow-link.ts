import { operationWorkflowId } from '@milepost/contract/operation-workflow';
import type { Dependencies } from '../../../process/dependencies';
import type { OperationDetail } from '../../../views/views';

/** The workflow of an operation, and its page in the Temporal UI where one is configured. */
export function workflowLink(
  temporalUi: Dependencies['temporalUi'],
  operationId: string,
): OperationDetail['workflow'] {
  const id = operationWorkflowId(operationId);
  if (!temporalUi) return { id, url: null };
  const { url, namespace } = temporalUi;
  const base = url.href.replace(/\/$/, '');
  return {
    id,
    url: `${base}/namespaces/${encodeURIComponent(namespace)}/workflows/${encodeURIComponent(id)}`,
  };
}
