import type { Plan } from '@milepost/packages-core/contract/plan';
import { compile } from '@milepost/packages-core/dsl/compile';
import { planHash } from '@milepost/packages-core/dsl/plan-hash';
import type { Judged, Wish } from './judge';

/** The plan of a wish with its name; null where the server's facts were never read. */
export function planOf(
  { definition, facts, parsed }: Judged,
  kind: Wish['kind'],
): { plan: Plan; hash: string } | null {
  if (!facts) return null;
  const plan = compile({ definition, kind, input: parsed.input, facts });
  return { plan, hash: planHash(plan) };
}
