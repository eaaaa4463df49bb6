import type { Plan } from '@milepost/contract/plan';
import { compile } from '@milepost/packages-core/dsl/compile';
import { planHash } from '@milepost/packages-core/dsl/plan-hash';
import type { ValidatedRequest, PackageRequest } from './validate-request';

/** The plan of a request with its hash; null where the server's facts were never read. */
export function compilePlan(
  { definition, facts, parsed }: ValidatedRequest,
  kind: PackageRequest['kind'],
): { plan: Plan; hash: string } | null {
  if (!facts) return null;
  const plan = compile({ definition, kind, input: parsed.input, facts });
  return { plan, hash: planHash(plan) };
}
