'use client';

import type { Deletion, OperationSummary } from '@milepost/api/views';
import { Trash2 } from 'lucide-react';
import Link from 'next/link';

import { cn } from '../../components/cn';
import { Button } from '../../components/forms/button';
import { useDeleteDialog } from './use-delete-dialog';
import { followUps } from './follow-ups';

export interface LeftoverActionsProps {
  operation: Pick<
    OperationSummary,
    'id' | 'kind' | 'package' | 'verbs' | 'installation' | 'server' | 'progress' | 'status'
  >;
  deletion: Deletion;
  /** Else those that follow from the operation. */
  ways?: ReturnType<typeof followUps>;
  /** Offer to finish it. Where it failed, the operation's own page offers a retry instead. */
  finishes?: boolean;
  className?: string;
}

/** What can be done with what an operation left that ended incomplete. */
export function LeftoverActions({ operation, deletion, className, ...props }: LeftoverActionsProps) {
  const { ways = followUps(operation), finishes = operation.status === 'canceled' } = props;
  const { finish, restore } = ways;
  const { installation, server } = operation;
  const pkg = { ...operation.package, title: installation.title };
  const { ask, dialog } = useDeleteDialog({ deletion, pkg, server });
  return (
    <div className={cn('flex flex-wrap gap-2 max-sm:grid', className)}>
      {finishes && (
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
