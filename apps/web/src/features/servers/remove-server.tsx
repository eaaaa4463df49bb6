'use client';

import type { ServerDetail } from '@milepost/api/views';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { toast } from 'sonner';

import { problemOf } from '../../api/problem';
import { trpc } from '../../api/trpc';
import { Button } from '../../components/button';
import { ConfirmDialog } from '../../components/confirm-dialog';

/** Takes a server off the console; nothing on it is changed. */
export function RemoveServer({ server }: { server: ServerDetail }) {
  const [asking, setAsking] = useState(false);
  const router = useRouter();
  const utils = trpc.useUtils();
  const remove = trpc.servers.remove.useMutation({
    onSuccess: () => {
      void utils.servers.list.invalidate();
      void utils.overview.get.invalidate();
      toast(`${server.name} was removed from the console`);
      router.push('/servers');
    },
    onError: (error) => {
      setAsking(false);
      toast.error(problemOf(error).message);
    },
  });
  return (
    <>
      <Button
        look="ghost"
        onClick={() => {
          setAsking(true);
        }}
      >
        Remove…
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Remove ${server.name}?`}
        action="Remove the server"
        keep="Keep it"
        busy={remove.isPending}
        onConfirm={() => {
          remove.mutate({ serverId: server.id });
        }}
      >
        The console forgets it with its key and its history. Nothing on the server itself is changed: what is
        installed stays there and keeps running.
      </ConfirmDialog>
    </>
  );
}
