import type { Transaction } from '../client';
import { acceptSubmission } from '../operations/lifecycle/accept-submission';
import { recordPlan } from '../operations/lifecycle/record-plan';
import { submitOperation } from '../operations/lifecycle/submit-operation';
import type { Submission } from '../operations/lifecycle/submit-operation';

export interface SubmissionWithPlan extends Submission {
  plan: Submission['plan'] & { format: number; body: object };
  /** The worker's signature. */
  planMac?: Uint8Array<ArrayBuffer>;
}

/** Submits an operation whose plan is stored already, as if a worker had accepted it and compiled that plan. */
export async function submitWithPlan(
  tx: Transaction,
  { planMac, ...submission }: SubmissionWithPlan,
): Promise<{ created: boolean }> {
  const submitted = await submitOperation(tx, submission);
  if (!submitted.created) return submitted;
  await acceptSubmission(tx, { operationId: submission.id });
  await recordPlan(tx, { operation: submission, plan: submission.plan, mac: planMac ?? null });
  return submitted;
}
