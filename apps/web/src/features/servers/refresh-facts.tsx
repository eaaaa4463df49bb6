'use client';

import { toast } from 'sonner';

import { toProblem } from '../../api/problem';
import { trpc } from '../../api/trpc';

/** Has a worker check the server now and read its facts; they are read each hour and after each operation as well. */
export function RefreshFacts({ serverId }: { serverId: string }) {
  const utils = trpc.useUtils();
  const check = trpc.servers.check.useMutation({
    onSuccess: (server) => {
      utils.servers.get.setData({ serverId }, server);
    },
    onError: (error) => toast.error(toProblem(error).message),
  });
  return (
    <button
      type="button"
      className="link disabled:opacity-60"
      disabled={check.isPending}
      onClick={() => {
        check.mutate({ serverId });
      }}
    >
      {check.isPending ? 'Reading…' : 'Refresh'}
    </button>
  );
}
