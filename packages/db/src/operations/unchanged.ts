import { Prisma } from '../generated/client';
import type { LockedOperation } from './lock-operation';

/**
 * That an operation still runs and nothing at all has happened to it since it was read: whatever takes from it its lane, its turn or its
 * run appends an event in the same transaction. A condition on the operation's own row, for what another row says would be as old as the
 * statement where that waits for the lock.
 */
export const unchanged = ({ epoch, fence, lastEvent }: LockedOperation): Prisma.Sql =>
  Prisma.sql`epoch = ${epoch} and fence = ${fence} and last_event = ${lastEvent} and status = 'running' and outcome is null and cancel_asked_by is null`;
