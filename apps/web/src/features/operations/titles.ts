import type { OperationSummary } from '@milepost/api/views';

import { kindWords } from './status';

/** "Install nginx", where the server stands beside it anyway. */
export function shortTitle({ kind, package: of }: Pick<OperationSummary, 'kind' | 'package'>): string {
  return `${kindWords[kind]} ${of.title}`;
}
