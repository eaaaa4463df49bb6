import { Prisma } from '../generated/client';
import type { LockedOperation } from './lock-operation';

/**
 * That an operation still runs and nothing has happened to it since it was read that would change what is to be done: whatever gives it
 * another epoch, fence or status, takes its lane or ends a milestone moves one of these in the same transaction. A condition on the
 * operation's own row, for what another row says would be as old as the statement where that waits for the lock.
 */
export const unchanged = ({ epoch, fence, lastEvent, prepared }: LockedOperation): Prisma.Sql =>
  Prisma.sql`epoch = ${epoch} and fence = ${fence} and last_event = ${lastEvent} and prepared = ${prepared}
    and status = 'running' and outcome is null and cancel_asked_by is null`;
