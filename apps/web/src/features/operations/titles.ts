import type { OperationSummary } from '@milepost/api/views';

import type { Shown } from './status';
import { alsoRollsBack, kindWords } from './status';

type Titled = Pick<OperationSummary, 'kind' | 'package'>;

/** "Install nginx", where the server stands beside it anyway. */
export function shortTitle({ kind, package: of }: Titled): string {
  return `${kindWords[kind]} ${of.title}`;
}

/** The same; "Install nginx, rolling back" where its status says something else. */
export function standingTitle(operation: Titled & Shown): string {
  return `${shortTitle(operation)}${alsoRollsBack(operation) ? ', rolling back' : ''}`;
}
