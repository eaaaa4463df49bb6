import { createHash } from 'node:crypto';

type Subject = 'installation' | 'operation';

/**
 * The id of what a step of a run makes, a UUID that is the same each time: a preview and its run name the same installations, and a second
 * press the same operations. Pure.
 */
export function derivedId(runId: string, n: number, subject: Subject): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([runId, n, subject]))
    .digest('hex');
  // Version 8: by a rule of our own.
  const variant = ((Number.parseInt(hash.slice(16, 18), 16) & 0x3f) | 0x80).toString(16);
  return [
    ...[hash.slice(0, 8), hash.slice(8, 12), `8${hash.slice(13, 16)}`],
    ...[`${variant}${hash.slice(18, 20)}`, hash.slice(20, 32)],
  ].join('-');
}
