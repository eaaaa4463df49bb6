import type { Dependencies } from '../../../process/dependencies';
import type { OperationDetail } from '../../../views/views';

/** The workflow of an operation, null before it is accepted, and its page in the Temporal UI where one is configured. */
export function workflowLink(
  temporalUi: Dependencies['temporalUi'],
  id: string | null,
): OperationDetail['workflow'] {
  if (!temporalUi || id === null) return { id, url: null };
  const { url, namespace } = temporalUi;
  const base = url.href.replace(/\/$/, '');
  return {
    id,
    url: `${base}/namespaces/${encodeURIComponent(namespace)}/workflows/${encodeURIComponent(id)}`,
  };
}
