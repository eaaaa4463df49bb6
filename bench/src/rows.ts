import type { Row } from './row';
import { alreadyTrue } from './rows/already-true';
import { bareExec } from './rows/bare-exec';
import { oneState } from './rows/one-state';

/** All that can be measured, as the table has it. */
export const rows: readonly Row[] = [bareExec, oneState, alreadyTrue];
