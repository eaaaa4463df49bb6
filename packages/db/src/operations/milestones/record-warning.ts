import { createHash } from 'node:crypto';
import type { Database } from '../../client';
import { transaction } from '../../client';
import { appendEvent } from '../events/append-event';
import { lockOperation } from '../lock-operation';

export interface Warning {
  operationId: string;
  /** From 1. */
  milestone: number;
  sentence: string;
}

/** Adds the event of a warning. Idempotent: a milestone warns of the same thing once, however often its script says it. */
export function recordWarning(db: Database, { operationId, milestone, sentence }: Warning): Promise<void> {
  const key = `warning-${milestone}-${createHash('sha256').update(sentence).digest('hex').slice(0, 16)}`;
  return transaction(db, async (tx) => {
    await lockOperation(tx, operationId);
    await appendEvent(tx, { operationId, key, type: 'warning', data: { milestone, sentence } });
  });
}
