import type { Row } from './row';
import { alreadyTrue } from './rows/already-true';
import { bareExec } from './rows/bare-exec';
import { browserEvents } from './rows/browser-events';
import { deliveries } from './rows/deliveries';
import { engineAway } from './rows/engine-away';
import { eventWrites } from './rows/event-writes';
import { changingFleet, settledFleet } from './rows/fleet';
import { freshNginx } from './rows/fresh-nginx';
import { longOutput } from './rows/long-output';
import { memoryGrowth } from './rows/memory-growth';
import { millionEvents } from './rows/million-events';
import { oneState } from './rows/one-state';
import { planPreview } from './rows/plan-preview';
import { stackPreview } from './rows/stack-preview';
import { start } from './rows/start';
import { wholeOperation } from './rows/whole-operation';

/** All that can be measured, as the table has it. */
export const rows: readonly Row[] = [
  bareExec,
  oneState,
  changingFleet,
  freshNginx,
  settledFleet,
  wholeOperation,
  alreadyTrue,
  browserEvents,
  eventWrites,
  deliveries,
  millionEvents,
  engineAway,
  longOutput,
  planPreview,
  start,
  memoryGrowth,
  stackPreview,
];
