'use client';

import type { Deletion } from '@milepost/api/views';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { useState } from 'react';

import { Button } from '../../components/forms/button';
import { Dialog } from '../../components/overlays/dialog';
import { ReasonField, trimmedReason } from '../operations/controls/reason-field';
import { operationPage } from './links';
import { useDeleteRecord } from './use-delete-record';

export interface DeleteInstallationProps {
  deletion: Deletion;
  pkg: { id: string; title: string };
  server: { id: string; name: string };
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** Deletes a failed installation in one of two ways, each with what follows from it; where its operation has ended, its record alone. */
export function DeleteInstallation({ deletion, pkg, server, open, onOpenChange }: DeleteInstallationProps) {
  const waits = deletion.operation.point !== null;
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={waits ? `Delete ${pkg.title} from ${server.name}?` : `Delete the record of ${pkg.title}?`}
      description={waits ? 'Clean up the server, or only delete the record.' : undefined}
    >
      <div className="-mx-5 -mb-5">
        {waits && (
          <DeletionOption title="Clean up" consequence={deletion.cleanUp}>
            <p className="text-pretty text-ink-3">You see the plan before anything happens.</p>
            <Button asChild>
              <Link href={operationPage(deletion.installationId, 'uninstall')}>Review the clean-up…</Link>
            </Button>
          </DeletionOption>
        )}
        <DeletionOption title="Delete the record only" consequence={deletion.record}>
          <RecordOnly deletion={deletion} serverId={server.id} onDone={onOpenChange} />
        </DeletionOption>
      </div>
    </Dialog>
  );
}

function DeletionOption({
  title,
  consequence,
  children,
}: {
  title: string;
  consequence: string;
  children: ReactNode;
}) {
  return (
    <section aria-label={title} className="grid justify-items-start gap-2 border-t px-5 py-4">
      <h3 className="font-medium">{title}</h3>
      <p className="text-pretty text-ink-2">{consequence}</p>
      {children}
    </section>
  );
}

interface RecordOnlyProps {
  deletion: Deletion;
  serverId: string;
  onDone: (open: false) => void;
}

function RecordOnly({ deletion, serverId, onDone }: RecordOnlyProps) {
  const [reason, setReason] = useState('');
  const { run, busy, refusal } = useDeleteRecord(deletion, serverId);
  const problem = refusal ?? deletion.recordProblem;
  return (
    <>
      {deletion.recordProblem === null && (
        <div className="w-full">
          <ReasonField value={reason} onChange={setReason} hint="Kept in the history." />
        </div>
      )}
      {problem !== null && (
        <p role="alert" className="text-pretty text-bad-ink">
          {problem}
        </p>
      )}
      <Button
        variant="danger"
        disabled={busy || deletion.recordProblem !== null}
        onClick={() => {
          run(trimmedReason(reason), () => {
            onDone(false);
          });
        }}
      >
        Delete the record only
      </Button>
    </>
  );
}
