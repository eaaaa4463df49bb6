import type { Database } from '../client';
import { isUniqueViolation } from '../errors';
import type { Begun, Intent } from './begin-milestone';
import { intendCommand } from './intend-command';
import { readLocked } from './lock-operation';
import { nextOf } from './next-of';
import { unchanged } from './unchanged';

/**
 * Begins a milestone as beginMilestone does, where its operation runs and nobody asks anything of it between the reading of its rows and
 * the writing: two statements take the place of a transaction of five. Null, with nothing written, where it is otherwise:
 * beginMilestone looks at it.
 */
export async function beginUndisturbed(db: Database, intent: Intent): Promise<Begun | null> {
  const { operationId, milestone: n, epoch, spool } = intent;
  const operation = await readLocked(db, operationId);
  const next = nextOf(operation);
  const milestone = operation.milestones.find((candidate) => candidate.n === n);
  const current = next.do === 'run' && next.milestone === n && next.epoch === epoch;
  if (operation.status !== 'running' || !current || !milestone) return null;
  const when = unchanged(operation);
  try {
    const command = await intendCommand(db, { operation, milestone, spool, when });
    return command && { do: 'run', operation, milestone, command };
  } catch (error) {
    if (isUniqueViolation(error)) return null; // another attempt began it at this moment
    throw error;
  }
}
