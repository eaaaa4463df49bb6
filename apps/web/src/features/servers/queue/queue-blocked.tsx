'use client';

import type { ServerDetail } from '@milepost/api/views';
import Link from 'next/link';
import { useState } from 'react';
import { toast } from 'sonner';

import { toProblem } from '../../../api/problem';
import { trpc } from '../../../api/trpc';
import { Button } from '../../../components/forms/button';
import { ConfirmDialog } from '../../../components/overlays/confirm-dialog';
import { StatusIcon } from '../../../components/status/status-icon';
import { Moment } from '../../../time/ticking';
import { useCanOperate } from '../../session/use-can-operate';

export interface QueueBlockedProps {
  server: Pick<ServerDetail, 'id' | 'name'>;
  blocked: NonNullable<ServerDetail['blocked']>;
}

/** The command that is not verified to have ended, and the two ways on: verify it, or have checked the server oneself. */
export function QueueBlocked({ server, blocked }: QueueBlockedProps) {
  const allowed = useCanOperate();
  const { sentence, operation, since } = blocked;
  return (
    <div className="grid gap-2.5 border-b border-bad-line bg-bad-soft px-4 py-3 last:border-b-0">
      <div role="status" className="grid grid-cols-[16px_minmax(0,1fr)] gap-x-2.5 gap-y-0.5">
        <StatusIcon name="blocked" tone="bad" className="mt-0.5" />
        <h3 className="text-base font-medium text-pretty">{sentence}</h3>
        <p className="col-start-2 text-pretty text-ink-2">
          Nothing starts on {server.name} until this command is confirmed to have stopped. Blocked since{' '}
          <Moment at={since} /> by{' '}
          <Link className="link" href={`/operations/${operation.id}`}>
            {operation.title}
          </Link>
          .
        </p>
      </div>
      {allowed && <Ways server={server} />}
    </div>
  );
}

function Ways({ server: { id: serverId, name } }: Pick<QueueBlockedProps, 'server'>) {
  const [asking, setAsking] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const utils = trpc.useUtils();
  const after = {
    onError: (error: unknown) => {
      setProblem(toProblem(error).message);
    },
    onSettled: () => utils.servers.get.invalidate({ serverId }),
  };
  const verify = trpc.servers.verifyStopped.useMutation({
    ...after,
    onSuccess: () => toast.success(`Verified: no processes are left on ${name}. The server is unblocked.`),
  });
  const release = trpc.servers.unblock.useMutation(after);
  const busy = verify.isPending || release.isPending;
  return (
    <div className="grid gap-2 pl-[26px] max-sm:pl-0">
      <div className="flex flex-wrap gap-2">
        <Button
          size="sm"
          disabled={busy}
          onClick={() => {
            setProblem(null);
            verify.mutate({ serverId });
          }}
        >
          {verify.isPending ? 'Verifying…' : 'Verify now'}
        </Button>
        <Button
          size="sm"
          disabled={busy}
          onClick={() => {
            setAsking(true);
          }}
        >
          Unblock without verifying…
        </Button>
      </div>
      <p className="text-xs text-pretty text-ink-2">
        Verification stops any leftover processes, prevents the command from starting later, and checks that
        nothing is running.
      </p>
      {problem !== null && (
        <p role="alert" className="text-pretty text-bad-ink">
          {problem}
        </p>
      )}
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Unblock ${name} without verification?`}
        confirmLabel="I have checked: unblock"
        cancelLabel="Keep it blocked"
        busy={release.isPending}
        onConfirm={() => {
          setAsking(false);
          setProblem(null);
          release.mutate({ serverId });
        }}
      >
        The next operation starts on {name} immediately. If the command is still running there, both change
        the server at the same time. Your confirmation is kept in the history.
      </ConfirmDialog>
    </div>
  );
}
