'use client';

import { useState } from 'react';

import { toast } from 'sonner';

import { toProblem } from '../../api/problem';
import { trpc } from '../../api/trpc';
import { Banner } from '../../components/layout/banner';
import { Button } from '../../components/forms/button';
import { ConfirmDialog } from '../../components/overlays/confirm-dialog';
import { StatusIcon } from '../../components/status/status-icon';
import { Moment } from '../../time/ticking';
import { plural } from '@milepost/contract/messages/format/text';

/** Another Temporal answers than the one that open operations were started in: everything stands still until an owner says. */
export function ClusterMismatchBanner({ since }: { since: string }) {
  const { data: viewer } = trpc.session.me.useQuery();
  const owner = viewer?.role === 'owner';
  return (
    <Banner
      variant="bad"
      className="mb-5 max-sm:mb-4"
      icon={<StatusIcon name="blocked" tone="bad" />}
      action={owner ? <AdoptCluster /> : null}
    >
      Since <Moment at={since} /> Milepost is connected to a different Temporal cluster than the one running
      the open operations (wrong address or a new database). Operations are on hold; nothing is lost.{' '}
      {owner
        ? 'Correct the address, or move them here.'
        : 'An owner has to correct the address, or move them here.'}
    </Banner>
  );
}

function AdoptCluster() {
  const [asking, setAsking] = useState(false);
  const utils = trpc.useUtils();
  const adopt = trpc.overview.adoptCluster.useMutation({
    onSuccess: ({ operations }) =>
      toast.success(
        plural(operations, { one: '1 operation moved', other: `${operations} operations moved` }),
      ),
    onError: (error) => toast.error(toProblem(error).message),
    onSettled: () => utils.overview.get.invalidate(),
  });
  return (
    <>
      <Button
        size="sm"
        disabled={adopt.isPending}
        onClick={() => {
          setAsking(true);
        }}
      >
        Move operations…
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title="Move open operations to this Temporal cluster?"
        confirmLabel="Move operations"
        cancelLabel="Keep on hold"
        busy={adopt.isPending}
        onConfirm={() => {
          setAsking(false);
          adopt.mutate();
        }}
      >
        Every open operation continues here from its current step, in a new run. Workflows that still run in
        the other cluster change nothing anymore.
      </ConfirmDialog>
    </>
  );
}
