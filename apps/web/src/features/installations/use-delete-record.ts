'use client';

import type { Deletion } from '@milepost/api/views';
import { useState } from 'react';
import { toast } from 'sonner';

import { toProblem } from '../../api/problem';
import { trpc } from '../../api/trpc';

/** Deletes the record of a failed installation; a refusal stays until the next try. */
export function useDeleteRecord({ installationId, operation }: Deletion, serverId: string) {
  const [refusal, setRefusal] = useState<string | null>(null);
  const utils = trpc.useUtils();
  const mutation = trpc.installations.deleteRecord.useMutation({
    onError: (error) => {
      setRefusal(toProblem(error).message);
    },
    onSettled: () =>
      Promise.all([
        utils.servers.get.invalidate({ serverId }),
        utils.operations.get.invalidate({ operationId: operation.id }),
        utils.overview.get.invalidate(),
      ]),
  });
  return {
    busy: mutation.isPending,
    refusal,
    run: (reason: string | null, onDeleted: () => void) => {
      setRefusal(null);
      mutation.mutate(
        { installationId, operationId: operation.id, reason },
        {
          onSuccess: () => {
            toast('Record deleted. The server was not changed.');
            onDeleted();
          },
        },
      );
    },
  };
}
