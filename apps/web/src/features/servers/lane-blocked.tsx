'use client';

import type { ServerDetail } from '@milepost/api/views';
import Link from 'next/link';
import { useState } from 'react';
import { toast } from 'sonner';

import { problemOf } from '../../api/problem';
import { trpc } from '../../api/trpc';
import { Button } from '../../components/button';
import { ConfirmDialog } from '../../components/confirm-dialog';
import { Sign } from '../../components/sign';
import { Moment } from '../../time/ticking';
import { useMayChange } from '../session/use-may-change';

export interface LaneBlockedProps {
  server: Pick<ServerDetail, 'id' | 'name'>;
  blocked: NonNullable<ServerDetail['blocked']>;
}

/** The command of which nothing proves that it has ended, and the two ways on: to prove it, or to have looked oneself. */
export function LaneBlocked({ server, blocked }: LaneBlockedProps) {
  const allowed = useMayChange();
  const { sentence, operation, since } = blocked;
  return (
    <div className="grid gap-2.5 border-b border-bad-line bg-bad-soft px-4 py-3 last:border-b-0">
      <div role="status" className="grid grid-cols-[16px_minmax(0,1fr)] gap-x-2.5 gap-y-0.5">
        <Sign name="blocked" tone="bad" className="mt-0.5" />
        <h3 className="text-base font-medium text-pretty">{sentence}</h3>
        <p className="col-start-2 text-pretty text-ink-2">
          Nothing is started on {server.name} before it is known whether that has ended. Blocked since{' '}
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

function Ways({ server: { id: serverId, name } }: Pick<LaneBlockedProps, 'server'>) {
  const [asking, setAsking] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const utils = trpc.useUtils();
  const after = {
    onError: (error: unknown) => {
      setProblem(problemOf(error).message);
    },
    onSettled: () => utils.servers.get.invalidate({ serverId }),
  };
  const prove = trpc.servers.prove.useMutation({
    ...after,
    onSuccess: () => toast.success(`It is proven: nothing of it runs on ${name}. The lane is open again.`),
  });
  const release = trpc.servers.release.useMutation(after);
  const busy = prove.isPending || release.isPending;
  return (
    <div className="grid gap-2 pl-[26px] max-sm:pl-0">
      <div className="flex flex-wrap gap-2">
        <Button
          size="sm"
          disabled={busy}
          onClick={() => {
            setProblem(null);
            prove.mutate({ serverId });
          }}
        >
          {prove.isPending ? 'Looking at the server…' : 'Prove it now'}
        </Button>
        <Button
          size="sm"
          disabled={busy}
          onClick={() => {
            setAsking(true);
          }}
        >
          I have looked: go on…
        </Button>
      </div>
      <p className="text-xs text-pretty text-ink-2">
        Proving stops whatever is left of it on the server, keeps it from ever starting, and makes sure that
        nothing lives.
      </p>
      {problem !== null && (
        <p role="alert" className="text-pretty text-bad-ink">
          {problem}
        </p>
      )}
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Go on with ${name} unproven?`}
        action="I have looked: go on"
        keep="Keep it blocked"
        busy={release.isPending}
        onConfirm={() => {
          setAsking(false);
          setProblem(null);
          release.mutate({ serverId });
        }}
      >
        The next operation starts on {name} at once. If the command still runs there after all, the two change
        the server at the same time. It stays in the history that you looked.
      </ConfirmDialog>
    </div>
  );
}
