'use client';

import type { ServerDetail, ServerSummary } from '@milepost/api/views';
import { toast } from 'sonner';

import { toProblem } from '../../api/problem';
import { trpc } from '../../api/trpc';
import { Banner } from '../../components/layout/banner';
import { Button } from '../../components/forms/button';
import { StatusIcon } from '../../components/status/status-icon';
import { Moment } from '../../time/ticking';
import { useCanOperate } from '../session/use-can-operate';

/** On the page of a server that cannot be reached: since when, why, and what to look at. */
export function UnreachableBanner({ server }: { server: ServerDetail }) {
  const allowed = useCanOperate();
  const { unreachable, address, port } = server;
  if (unreachable === null) return null;
  return (
    <Banner
      variant="bad"
      className="mb-5"
      icon={<StatusIcon name="off" tone="bad" />}
      action={allowed && <CheckNow serverId={server.id} />}
    >
      <span className="font-medium">
        Unreachable since <Moment at={unreachable.since} />.
      </span>{' '}
      {unreachable.reason} Check that the server is running, and that SSH at {address}, port {port}, is open
      to Milepost. It is checked again automatically.
    </Banner>
  );
}

function CheckNow({ serverId }: { serverId: string }) {
  const utils = trpc.useUtils();
  const check = trpc.servers.check.useMutation({
    onSuccess: (server) => {
      utils.servers.get.setData({ serverId }, server);
      if (server.unreachable === null) toast.success(`${server.name} is reachable.`);
      else toast.error(`${server.name} is still unreachable.`);
    },
    onError: (error) => toast.error(toProblem(error).message),
  });
  return (
    <Button
      size="sm"
      disabled={check.isPending}
      onClick={() => {
        check.mutate({ serverId });
      }}
    >
      {check.isPending ? 'Checking…' : 'Check now'}
    </Button>
  );
}

/** In a plan for a server that cannot be reached. */
export function UnreachableNote({ server }: { server: Pick<ServerSummary, 'name' | 'unreachable'> }) {
  if (server.unreachable === null) return null;
  return (
    <div className="border-b p-3">
      <Banner variant="warn" icon={<StatusIcon name="off" tone="warn" />}>
        {server.name} has been unreachable since <Moment at={server.unreachable.since} />. You can submit now;
        the operation waits until the server responds.
      </Banner>
    </div>
  );
}
