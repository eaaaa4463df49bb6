import { formerOperationContext, operationContext } from '@milepost/packages-core/credentials/contexts';
import type { Destination } from '@milepost/packages-core/credentials/contexts';
import { CannotOpen, open } from '@milepost/packages-core/credentials/open';
import { z } from 'zod';

const secrets = z.record(z.string(), z.string());

interface Sealed {
  operationId: string;
  /** That they are sent to. */
  server: Destination;
  sealedSecrets: Uint8Array | null;
}

/** Opens the secrets of an operation: none where it has none, null where they cannot be opened here. */
export async function openSecrets(
  privateKey: string,
  { operationId, server, sealedSecrets }: Sealed,
): Promise<Record<string, string> | null> {
  if (!sealedSecrets) return {};
  try {
    const opened = await open(privateKey, sealedSecrets, [
      operationContext(operationId, server),
      formerOperationContext(operationId),
    ]);
    return secrets.parse(JSON.parse(new TextDecoder().decode(opened)));
  } catch (error) {
    if (error instanceof CannotOpen) return null;
    // eslint-disable-next-line preserve-caught-error -- a parser's error may quote what it could not read
    throw new Error('The secrets of an operation are not a record of texts');
  }
}
