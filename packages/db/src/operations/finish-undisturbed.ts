import type { Database } from '../client';
import { isUniqueViolation } from '../errors';
import { Prisma } from '../generated/client';
import type { LockedMilestone, LockedOperation } from './lock-operation';
import { milestoneDone } from './milestone-outcomes';
import { nextOf } from './next-of';
import type { Next } from './words';

interface Undisturbed {
  /** As they were when the milestone began. */
  operation: LockedOperation;
  milestone: LockedMilestone;
  commandId: string;
  /** As the server gave it, kept with the command. */
  answer: object;
  /** How many states had to be brought about. */
  applied: number;
}

/**
 * Finishes a milestone that is done, where nobody has asked anything of its operation since it began: most do, and then what was
 * read at its begin still holds, and one statement takes the place of a transaction of five. Answers what comes next; null, with nothing
 * written, where something has happened: finishMilestone looks at it.
 */
export async function finishUndisturbed(db: Database, done: Undisturbed): Promise<Next | null> {
  const operation: LockedOperation = { ...done.operation, status: 'running' }; // its milestone's begin made it so
  const when = Prisma.sql`epoch = ${operation.epoch} and status = 'running' and outcome is null and cancel_asked_by is null`;
  try {
    const stands = await milestoneDone(db, { ...done, operation, when });
    return stands && nextOf(stands);
  } catch (error) {
    if (isUniqueViolation(error)) return null; // another attempt told the same at this moment
    throw error;
  }
}
