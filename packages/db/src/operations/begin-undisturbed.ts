import type { Database } from '../client';
import { isUniqueViolation } from '../errors';
import { Prisma } from '../generated/client';
import type { Begun, Intent } from './begin-milestone';
import { intendCommand } from './intend-command';
import { readLocked } from './lock-operation';
import type { LockedOperation } from './lock-operation';
import { nextOf } from './next-of';

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

/**
 * Nothing at all has happened to it: whatever takes from it its lane, its turn or its run appends an event in the same transaction. On the
 * operation's own row, for what another row says would be as old as the statement where that waits for the lock.
 */
export const unchanged = ({ epoch, fence, lastEvent }: LockedOperation): Prisma.Sql =>
  Prisma.sql`epoch = ${epoch} and fence = ${fence} and last_event = ${lastEvent} and status = 'running' and outcome is null and cancel_asked_by is null`;
