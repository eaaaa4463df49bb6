import type { Transaction } from '../client';
import { intendCommand } from './intend-command';
import type { CommandIntent, SpoolSeen } from './intend-command';
import { lockOperation } from './lock-operation';
import type { LockedMilestone, LockedOperation } from './lock-operation';
import { nextOf } from './next-of';
import { nextAfter } from './read-next';
import type { Next } from './words';

export interface Intent {
  operationId: string;
  milestone: number;
  epoch: string;
  /** As read from the server just now; an intent that was committed before keeps its own. */
  spool: SpoolSeen;
}

export type Begun =
  | { do: 'run'; operation: LockedOperation; milestone: LockedMilestone; command: CommandIntent }
  /** What the caller was told is not current: a reset, or an attempt that comes too late. */
  | { do: 'answer'; next: Next };

/**
 * Commits the intent before anything is sent: any number of attempts get the same command. Whatever is not the next thing
 * to do begins nothing.
 */
export async function beginMilestone(tx: Transaction, intent: Intent): Promise<Begun> {
  const { operationId, milestone: n, epoch, spool } = intent;
  const operation = await lockOperation(tx, operationId);
  const next = nextOf(operation);
  const milestone = operation.milestones.find((candidate) => candidate.n === n);
  // A pause that was asked for since: nothing new begins.
  if (operation.status === 'pausing' && milestone?.status !== 'running')
    return { do: 'answer', next: await nextAfter(tx, operation) };
  if (next.do !== 'run' || next.milestone !== n || next.epoch !== epoch || !milestone)
    return { do: 'answer', next };

  const command = await intendCommand(tx, { operation, milestone, spool });
  if (!command) throw new Error('A command is neither new nor there');
  return { do: 'run', operation, milestone, command };
}
