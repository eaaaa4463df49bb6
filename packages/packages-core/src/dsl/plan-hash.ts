import { createHash } from 'node:crypto';
import type { Plan } from '@milepost/contract/plan';
import { canonicalJson } from './canonical-json';

export { canonicalJson };

/** SHA-256, in hex, of the plan as canonical JSON: keys sorted, absent and undefined the same. Names the plan for good. */
export function planHash(plan: Plan): string {
  return createHash('sha256').update(canonicalJson(plan)).digest('hex');
}
