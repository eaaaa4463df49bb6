import { createHash } from 'node:crypto';
import type { Plan } from '@milepost/contract/plan';

/** SHA-256, in hex, of the plan as canonical JSON: keys sorted, absent and undefined the same. Names the plan for good. */
export function planHash(plan: Plan): string {
  return createHash('sha256').update(canonicalJson(plan)).digest('hex');
}

/** JSON with the keys of every object sorted by code unit. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, held: unknown) =>
    held !== null && typeof held === 'object' && !Array.isArray(held) ? sorted(held) : held,
  );
}

function sorted(held: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(held).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}
