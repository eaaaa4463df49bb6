import { transaction } from '@milepost/db/client';
import type { Transaction } from '@milepost/db/client';
import { DatabaseError } from '@milepost/db/errors';
import type { Scene } from './scene';

/** What comes too late is refused, with a sentence: that is counted, and no error. */
export async function attempt(
  { harness, tally }: Scene,
  what: string,
  act: (tx: Transaction) => Promise<unknown>,
): Promise<boolean> {
  try {
    await transaction(harness.db, act);
    tally.count(what);
    return true;
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    tally.count(`${what}, refused`);
    return false;
  }
}
