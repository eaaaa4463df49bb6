import { seal } from '@milepost/packages-core/credentials/seal';

/** The secrets of a form as one box: `{"<name>": "<value>"}` in JSON. Null when there are none. */
export async function sealSecrets(
  sealingKey: string,
  secrets: Record<string, string>,
  context: string,
): Promise<Uint8Array<ArrayBuffer> | null> {
  if (Object.keys(secrets).length === 0) return null;
  return Uint8Array.from(await seal(sealingKey, Buffer.from(JSON.stringify(secrets), 'utf8'), context));
}
