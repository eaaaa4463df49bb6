import { Prisma } from '../generated/client';
import type { LockedOperation } from './lock-operation';

/**
 * Holds while nobody has asked anything of an operation since it was read as running: whatever would have a person or another
 * run decide about it gives it another status or epoch, or a cancellation.
 */
export const undisturbed = ({ epoch }: LockedOperation): Prisma.Sql =>
  Prisma.sql`epoch = ${epoch} and status = 'running' and outcome is null and cancel_asked_by is null`;
