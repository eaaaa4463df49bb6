'use client';

import { useState } from 'react';

import { toast } from 'sonner';

import { problemOf } from '../../api/problem';
import { trpc } from '../../api/trpc';
import { Banner } from '../../components/banner';
import { Button } from '../../components/button';
import { ConfirmDialog } from '../../components/confirm-dialog';
import { Sign } from '../../components/sign';
import { Moment } from '../../time/ticking';

/** Another Temporal answers than the one that open operations were started in: everything stands still until an owner says. */
export function ForeignEngine({ since }: { since: string }) {
  const { data: viewer } = trpc.session.me.useQuery();
  const owner = viewer?.role === 'owner';
  return (
    <Banner
      look="bad"
      className="mb-5 max-sm:mb-4"
      sign={<Sign name="blocked" tone="bad" />}
      action={owner ? <Adopt /> : null}
    >
      Since <Moment at={since} /> another Temporal answers than the one that the open operations were started
      in: a wrong address, or a new database. Nothing is lost, but everything stands still.{' '}
      {owner
        ? 'Correct the address, or have them go on here.'
        : 'An owner has to correct the address, or have them go on here.'}
    </Banner>
  );
}

function Adopt() {
  const [asking, setAsking] = useState(false);
  const utils = trpc.useUtils();
  const adopt = trpc.overview.adopt.useMutation({
    onSuccess: ({ operations }) =>
      toast.success(operations === 1 ? 'One operation goes on' : `${operations} operations go on`),
    onError: (error) => toast.error(problemOf(error).message),
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
        Go on in this Temporal…
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title="Go on in this Temporal?"
        action="Go on in this Temporal"
        keep="Leave everything as it is"
        busy={adopt.isPending}
        onConfirm={() => {
          setAsking(false);
          adopt.mutate();
        }}
      >
        Every open operation goes on here, from where it stands, in a new run. Workflows that may still run in
        the other Temporal change nothing any more.
      </ConfirmDialog>
    </>
  );
}
