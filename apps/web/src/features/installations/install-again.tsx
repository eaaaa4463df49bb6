'use client';

import type { OperationSummary } from '@milepost/api/views';
import Link from 'next/link';

import { Button } from '../../components/forms/button';
import { useIsReadOnly } from '../session/use-can-operate';
import { followUps } from './follow-ups';

/** An install that left nothing can be made again with the same settings. */
export function InstallAgain({
  operation,
}: {
  operation: Pick<
    OperationSummary,
    'id' | 'kind' | 'package' | 'verbs' | 'installation' | 'server' | 'progress'
  >;
}) {
  const isReadOnly = useIsReadOnly();
  if (isReadOnly || operation.server.removed) return null;
  return (
    <div className="border-t px-4 py-3 max-sm:grid">
      <Button asChild>
        <Link href={followUps(operation).finish.href}>
          {operation.verbs.install} {operation.installation.title} again
        </Link>
      </Button>
    </div>
  );
}
