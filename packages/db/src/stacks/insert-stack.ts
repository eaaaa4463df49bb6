import type { StackSteps } from '@milepost/contract/stack';
import type { Transaction } from '../client';
import { isUniqueViolation } from '../errors';
import { json } from '../kysely/expressions';

export interface NewStack {
  /** From the form, so that a second press is the same stack. */
  id: string;
  name: string;
  description: string;
  steps: StackSteps;
  createdBy: string;
}

/** Saves a stack. Returns false where another one has its name. */
export async function insertStack(tx: Transaction, { steps, ...stack }: NewStack): Promise<boolean> {
  try {
    await tx.kysely
      .insertInto('stacks')
      .values({ ...stack, steps: json(steps) })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .execute();
    return true;
  } catch (error) {
    if (isUniqueViolation(error)) return false;
    throw error;
  }
}
