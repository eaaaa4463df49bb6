import { createHmac, hkdfSync } from 'node:crypto';
import { canonicalJson } from '@milepost/packages-core/dsl/plan-hash';
import type { PackageRequest } from './validate-request';

interface SubmittedRequest extends PackageRequest {
  operationId: string;
  planHash: string;
  observations?: string | null | undefined;
}

/** 32 bytes for `requestDigest`, from a secret that is not in the database. */
export function requestDigestKey(secret: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, '', 'milepost request digest', 32));
}

/**
 * 32 bytes that are the same only for the same request. They replace what cannot be compared: each sealing of a secret gives
 * another box. The key is not in the database, so a copy of it does not help to guess a password; the operation's id is in
 * the digest, so that two operations with the same password do not show it.
 */
export function requestDigest(
  key: Uint8Array,
  { operationId, kind, serverId, packageId, input, planHash, ...rest }: SubmittedRequest,
): Uint8Array<ArrayBuffer> {
  const request = canonicalJson({
    ...{ operationId, kind, serverId, packageId, input, planHash },
    ...(rest.installationId !== undefined && { installationId: rest.installationId }),
    ...(rest.parentId !== undefined && { parentId: rest.parentId }),
    ...(typeof rest.observations === 'string' && { observations: rest.observations }),
  });
  return Uint8Array.from(createHmac('sha256', key).update(request).digest());
}
