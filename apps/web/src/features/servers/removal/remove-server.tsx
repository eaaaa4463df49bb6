'use client';

import type { ServerDetail } from '@milepost/api/views';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { toast } from 'sonner';

import { toProblem } from '../../../api/problem';
import { trpc } from '../../../api/trpc';
import { Button } from '../../../components/forms/button';
import { ConfirmDialog } from '../../../components/overlays/confirm-dialog';
import { CleanUpChoice } from './clean-up-choice';

/** Removes a server from the console, and Milepost's key and files from the server. */
export function RemoveServer({ server }: { server: ServerDetail }) {
  const { id, name, status, credentials, unreachable } = server;
  const hasKey = credentials.length > 0;
  const canCleanUp = hasKey && status === 'ready' && unreachable === null;
  const [asking, setAsking] = useState(false);
  const [cleanUp, setCleanUp] = useState(canCleanUp);
  const [refusal, setRefusal] = useState<string | null>(null);
  const router = useRouter();
  const utils = trpc.useUtils();
  const remove = trpc.servers.remove.useMutation({
    onSuccess: ({ remains }) => {
      void utils.servers.list.invalidate();
      void utils.overview.get.invalidate();
      toast(
        `${name} was removed`,
        remains.length > 0 ? { description: `Still on it: ${remains.join(', ')}` } : undefined,
      );
      router.push('/servers');
    },
    onError: (error) => {
      setRefusal(toProblem(error).message);
      setCleanUp(false);
    },
  });
  return (
    <>
      <Button
        variant="ghost"
        onClick={() => {
          setRefusal(null);
          setCleanUp(canCleanUp);
          setAsking(true);
        }}
      >
        Remove…
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Remove ${name}?`}
        confirmLabel={remove.isPending ? 'Removing…' : 'Remove server'}
        cancelLabel="Cancel"
        destructive
        typed={name}
        busy={remove.isPending || remove.isSuccess}
        onConfirm={() => {
          setRefusal(null);
          remove.mutate({ serverId: id, cleanUp });
        }}
        more={
          <div className="grid gap-3">
            {hasKey && <CleanUpChoice server={server} checked={cleanUp} onChange={setCleanUp} />}
            {refusal !== null && (
              <p role="alert" className="text-pretty wrap-anywhere text-bad-ink">
                {refusal}
              </p>
            )}
          </div>
        }
      >
        Milepost removes {name} from the console and deletes its key. The history of its operations is kept.
        Software installed on it keeps running.
      </ConfirmDialog>
    </>
  );
}
