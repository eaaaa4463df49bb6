'use client';

import type { OperationSummary } from '@milepost/api/views';
import Link from 'next/link';

import { Button } from '../../../components/forms/button';
import { useCanOperate } from '../../session/use-can-operate';
import { ResumeInterrupted } from '../controls/resume-interrupted';
import { ResumeOperation } from '../controls/resume-operation';

/** The one thing that an operation in a list waits for from a person, if there is one. */
export function QuickAction({ operation }: { operation: OperationSummary }) {
  const allowed = useCanOperate();
  const { status, interrupted, title, id } = operation;
  if (!allowed) return null;
  const which = <span className="sr-only">: {title}</span>;
  if (interrupted) return <ResumeInterrupted operation={operation}>Resume{which}</ResumeInterrupted>;
  if (status === 'paused')
    return (
      <ResumeOperation operation={operation} size="sm">
        Resume{which}
      </ResumeOperation>
    );
  if (status === 'awaiting_decision')
    return (
      <Button asChild size="sm">
        <Link href={`/operations/${id}`}>Decide…{which}</Link>
      </Button>
    );
  return null;
}
