'use client';

import type { Deletion, OperationSummary } from '@milepost/api/views';
import { Trash2 } from 'lucide-react';
import Link from 'next/link';

import { Button } from '../../components/forms/button';
import { useDeleteDialog } from './use-delete-dialog';
import { followUps } from './follow-ups';

export interface LeftoverActionsProps {
  operation: Pick<OperationSummary, 'id' | 'kind' | 'package' | 'server' | 'progress' | 'status'>;
  deletion: Deletion;
}

/** What can be done with what an operation left that ended incomplete. One that failed is finished by trying it again. */
export function LeftoverActions({ operation, deletion }: LeftoverActionsProps) {
  const { finish, restore } = followUps(operation);
  const { package: pkg, server, status } = operation;
  const { ask, dialog } = useDeleteDialog({ deletion, pkg, server });
  return (
    <div className="flex flex-wrap gap-2 border-t px-4 py-3 max-sm:grid">
      {status === 'canceled' && (
        <Button asChild variant="primary">
          <Link href={finish.href}>{finish.label}</Link>
        </Button>
      )}
      <Button asChild>
        <Link href={restore.href}>{restore.label}</Link>
      </Button>
      <Button variant="ghost" onClick={ask}>
        <Trash2 aria-hidden />
        <span>
          Delete record<span className="sr-only"> of {pkg.title}</span>…
        </span>
      </Button>
      {dialog}
    </div>
  );
}
