import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { SignedPlan } from '@milepost/contract/plan';

/**
 * The worker's signature of a plan that it compiled itself, with the operation and the server it is for. Whoever can write to the
 * database but does not have the worker's private key cannot make one: no other plan is ever run.
 */
export interface PlanSigner {
  /** HMAC-SHA-256, 32 bytes. */
  sign(plan: SignedPlan): Uint8Array<ArrayBuffer>;
  isSigned(plan: SignedPlan, mac: Uint8Array | null): boolean;
}

/** `privateKey`: the worker's, in base64. The key of the signatures is derived from it (HKDF-SHA-256, RFC 5869). */
export function createPlanSigner(privateKey: string): PlanSigner {
  const key = Buffer.from(
    hkdfSync('sha256', Buffer.from(privateKey, 'base64'), '', 'milepost plan signature', 32),
  );

  function sign({ operationId, serverId, planHash }: SignedPlan): Uint8Array<ArrayBuffer> {
    // As JSON, so that no two triples give the same text.
    const text = JSON.stringify(['plan', operationId, serverId, planHash]);
    return Uint8Array.from(createHmac('sha256', key).update(text).digest());
  }

  return {
    sign,
    isSigned(plan, mac) {
      const expected = sign(plan);
      return mac !== null && mac.length === expected.length && timingSafeEqual(mac, expected);
    },
  };
}
