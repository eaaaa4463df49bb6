import type { InspectionResult } from '@milepost/contract/inspection-workflow';
import { HostError } from '@milepost/packages-core/engine/host-error';

/** Why an inspection cannot be carried out: a code and a sentence for people. */
export class Refused extends Error {
  override readonly name = 'Refused';

  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** The message of an error for people; undefined for unexpected errors. */
export function refusalOf(error: unknown): Extract<InspectionResult, { kind: 'refused' }> | undefined {
  if (error instanceof Refused) return { kind: 'refused', code: error.code, message: error.message };
  if (error instanceof HostError) return { kind: 'refused', code: error.code, message: error.publicMessage };
  return undefined;
}
