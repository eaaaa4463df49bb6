import type { InspectionProblem } from '@milepost/contract/errors/server-problem';
import type { InspectionResult } from '@milepost/contract/inspection-workflow';
import { HostError } from '@milepost/packages-core/engine/host-error';

/** Why an inspection cannot be carried out. */
export class Refused extends Error {
  override readonly name = 'Refused';

  constructor(readonly problem: InspectionProblem) {
    super(JSON.stringify(problem));
  }
}

export type Refusal = Extract<InspectionResult, { kind: 'refused' }>;

/** The answer that an error is; undefined for unexpected errors. */
export function refusalOf(error: unknown): Refusal | undefined {
  if (error instanceof Refused) return { kind: 'refused', code: error.problem.code, problem: error.problem };
  if (error instanceof HostError) return { kind: 'refused', code: error.code, problem: error.problem };
  return undefined;
}
