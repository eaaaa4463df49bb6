'use client';

import type { OperationSummary } from '@milepost/api/views';
import Link from 'next/link';

import { Button } from '../../components/button';
import { useMayChange } from '../session/use-may-change';
import { GoOn } from './go-on';
import { ResumeOperation } from './resume-operation';

/** The one thing that an operation in a list waits for from a person, if there is one. */
export function QuickAction({ operation }: { operation: OperationSummary }) {
  const allowed = useMayChange();
  const { status, interrupted, title, id } = operation;
  if (!allowed) return null;
  const which = <span className="sr-only">: {title}</span>;
  if (interrupted) return <GoOn operation={operation}>Go on{which}</GoOn>;
  if (status === 'paused')
    return (
      <ResumeOperation operation={operation} size="sm">
        Resume{which}
      </ResumeOperation>
    );
  if (status === 'deciding')
    return (
      <Button asChild size="sm">
        <Link href={`/operations/${id}`}>Decide…{which}</Link>
      </Button>
    );
  return null;
}
