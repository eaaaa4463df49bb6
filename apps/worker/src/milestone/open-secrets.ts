import { formerOperationContext, operationContext } from '@milepost/packages-core/credentials/contexts';
import type { Destination } from '@milepost/packages-core/credentials/contexts';
import { openBox } from '../plans/open-box';

interface Sealed {
  operationId: string;
  /** That they are sent to. */
  server: Destination;
  sealedSecrets: Uint8Array | null;
}

/** Opens the secrets of an operation: none where it has none, null where they cannot be opened here. */
export function openSecrets(
  privateKey: string,
  { operationId, server, sealedSecrets }: Sealed,
): Promise<Record<string, string> | null> {
  const contexts = [operationContext(operationId, server), formerOperationContext(operationId)] as const;
  return openBox(privateKey, sealedSecrets, contexts);
}
