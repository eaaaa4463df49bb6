import { operationKindLabel } from '@milepost/contract/messages/operation-kinds';
import type { OperationSummary } from '@milepost/api/views';

import type { DisplayedOperation } from '../format/status';
import { showsRollback } from '../format/status';

type Titled = Pick<OperationSummary, 'kind' | 'package'>;

/** "Install nginx", where the server stands beside it anyway. */
export function shortTitle({ kind, package: pkg }: Titled): string {
  return `${operationKindLabel(kind)} ${pkg.title}`;
}

/** The same; "Install nginx, rolling back" where its status says something else. */
export function titleWithStatus(operation: Titled & DisplayedOperation): string {
  return `${shortTitle(operation)}${showsRollback(operation) ? ', rolling back' : ''}`;
}
