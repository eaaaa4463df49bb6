import { createHash } from 'node:crypto';

/** A public key as OpenSSH writes it (`ssh-ed25519 AAAA… comment`), taken apart. */
export function describeKey(publicKey: string): { type: string; fingerprint: string } {
  const [type = '', blob = ''] = publicKey.trim().split(/\s+/);
  const digest = createHash('sha256').update(Buffer.from(blob, 'base64')).digest('base64');
  return { type, fingerprint: `SHA256:${digest.replace(/=+$/, '')}` };
}

/** Without its comment: what is compared and pinned. */
export function withoutComment(publicKey: string): string {
  return publicKey.trim().split(/\s+/).slice(0, 2).join(' ');
}
