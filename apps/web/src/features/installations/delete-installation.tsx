'use client';

import type { Deletion } from '@milepost/api/views';
import { Trash2 } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { useState } from 'react';

import { Button } from '../../components/button';
import { Dialog } from '../../components/dialog';
import { ReasonField, saidReason } from '../operations/reason-field';
import { useDeleteRecord } from './use-delete-record';

export interface DeleteInstallationProps {
  deletion: Deletion;
  of: { id: string; title: string };
  server: { id: string; name: string };
  size?: 'sm' | 'md';
}

/** Deletes a failed installation in one of two ways, each with what follows from it. */
export function DeleteInstallation({ deletion, of, server, size = 'md' }: DeleteInstallationProps) {
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button
        look="danger"
        size={size}
        onClick={() => {
          setAsking(true);
        }}
      >
        <Trash2 aria-hidden />
        <span>
          Delete<span className="sr-only"> {of.title}</span>…
        </span>
      </Button>
      <Dialog
        open={asking}
        onOpenChange={setAsking}
        title={`Delete ${of.title} from ${server.name}?`}
        description="Its installation has failed. It can go with what it left on the server, or from this console alone."
      >
        <div className="-mx-5 -mb-5">
          <Way title="Clean up" consequence={deletion.cleanUp}>
            <p className="text-pretty text-ink-3">The plan is shown before anything happens.</p>
            <Button asChild>
              <Link href={`/servers/${server.id}/uninstall/${of.id}`}>Look at the clean-up…</Link>
            </Button>
          </Way>
          <Way title="Delete the record alone" consequence={deletion.record}>
            <RecordAlone deletion={deletion} serverId={server.id} onDone={setAsking} />
          </Way>
        </div>
      </Dialog>
    </>
  );
}

function Way({ title, consequence, children }: { title: string; consequence: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="grid justify-items-start gap-2 border-t px-5 py-4">
      <h3 className="font-medium">{title}</h3>
      <p className="text-pretty text-ink-2">{consequence}</p>
      {children}
    </section>
  );
}

interface RecordAloneProps {
  deletion: Deletion;
  serverId: string;
  onDone: (open: false) => void;
}

function RecordAlone({ deletion, serverId, onDone }: RecordAloneProps) {
  const [reason, setReason] = useState('');
  const { run, busy, refusal } = useDeleteRecord(deletion, serverId);
  const problem = refusal ?? deletion.recordProblem;
  return (
    <>
      {deletion.recordProblem === null && (
        <div className="w-full">
          <ReasonField value={reason} onChange={setReason} hint="It stays in the history." />
        </div>
      )}
      {problem !== null && (
        <p role="alert" className="text-pretty text-bad-ink">
          {problem}
        </p>
      )}
      <Button
        look="danger"
        disabled={busy || deletion.recordProblem !== null}
        onClick={() => {
          run(saidReason(reason), () => {
            onDone(false);
          });
        }}
      >
        Delete the record alone
      </Button>
    </>
  );
}
