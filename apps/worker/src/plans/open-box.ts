import { CannotOpen, open } from '@milepost/packages-core/credentials/open';
import { z } from 'zod';

const secrets = z.record(z.string(), z.string());

/** Secrets by name. None where there is no box; null where it cannot be opened here, or was sealed for another destination. */
export async function openBox(
  privateKey: string,
  box: Uint8Array | null,
  context: string | readonly [string, ...string[]],
): Promise<Record<string, string> | null> {
  if (box === null) return {};
  try {
    return secrets.parse(JSON.parse(new TextDecoder().decode(await open(privateKey, box, context))));
  } catch (error) {
    if (error instanceof CannotOpen) return null;
    // eslint-disable-next-line preserve-caught-error -- a parser's error may quote what it could not read
    throw new Error('A box does not hold a record of texts');
  }
}
