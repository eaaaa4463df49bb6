import type { Database } from '../client';
import { isUniqueViolation } from '../errors';
import { Prisma } from '../generated/client';
import type { LockedOperation } from './lock-operation';
import { milestoneDone } from './milestone-outcomes';
import type { Done } from './milestone-outcomes';
import { nextOf } from './next-of';
import type { Standing } from './read-next';

/**
 * Finishes a milestone that is done, where nobody has asked anything of its operation since it began: most do, and then `operation` and
 * `milestone`, as they were read at its begin, still hold, and one statement takes the place of a transaction of five. Whatever else
 * ends a milestone gives the operation another status or epoch. Answers how it now stands (its lane and run as they were
 * at the begin) and what comes next; null, with nothing written, where something has happened: finishMilestone looks at it.
 */
export async function finishUndisturbed(db: Database, done: Omit<Done, 'when'>): Promise<Standing | null> {
  const operation: LockedOperation = { ...done.operation, status: 'running', notice: null }; // its milestone's begin made it so
  const when = Prisma.sql`epoch = ${operation.epoch} and status = 'running' and outcome is null and cancel_asked_by is null`;
  try {
    const stands = await milestoneDone(db, { ...done, operation, when });
    return stands && { operation: stands, next: nextOf(stands) };
  } catch (error) {
    if (isUniqueViolation(error)) return null; // another attempt told the same at this moment
    throw error;
  }
}
