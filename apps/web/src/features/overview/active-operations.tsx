'use client';

import { hasEnded } from '@milepost/contract/statuses';
import type { OperationSummary } from '@milepost/api/views';
import { ArrowRight } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';

import { Panel } from '../../components/layout/panel';
import { Section } from '../../components/layout/section';
import { useNow } from '../../time/use-now';
import { OperationRow } from '../operations/list/operation-row';
import type { VisibleOperation } from './recently-finished';
import { withRecentlyFinished, VISIBLE_MS } from './recently-finished';

export interface ActiveOperationsProps {
  active: OperationSummary[];
  /** Where the newest word on one that has just ended is found. */
  recent: OperationSummary[];
}

/** Live bars, one under the other; a finished one stays five seconds, then fades. */
export function ActiveOperations({ active, recent }: ActiveOperationsProps) {
  const shown = useVisibleOperations(active, recent);
  if (shown.length === 0) return null;
  return (
    <Section
      id="active"
      title="Active"
      note={activeCountLabel(active)}
      aside={
        <Link
          href="/operations?show=active"
          className="flex items-center gap-1 text-xs text-ink-3 hover:text-ink"
        >
          All operations <ArrowRight aria-hidden className="size-3.5" />
        </Link>
      }
    >
      <Panel>
        {shown.map(({ operation, leaving }) => (
          <OperationRow key={operation.id} operation={operation} leaving={leaving} />
        ))}
      </Panel>
    </Section>
  );
}

function activeCountLabel(active: OperationSummary[]): string {
  const open = active.filter(({ status }) => !hasEnded(status));
  const queued = open.filter(({ status, interrupted }) => status === 'queued' && !interrupted).length;
  const still = open.filter(
    ({ status, interrupted }) => interrupted || status === 'paused' || status === 'awaiting_decision',
  ).length;
  const running = open.length - queued - still;
  return [
    running > 0 && `${running} running`,
    queued > 0 && `${queued} queued`,
    still > 0 && `${still} on hold`,
  ]
    .filter(Boolean)
    .join(', ');
}

function useVisibleOperations(
  active: OperationSummary[],
  recent: OperationSummary[],
): (VisibleOperation & { leaving: boolean })[] {
  const now = useNow();
  const [state, setState] = useState<{
    shown: VisibleOperation[];
    active: OperationSummary[];
    now: number;
  } | null>(null);
  let shown = state?.shown ?? [];
  if (state?.active !== active || state.now !== now) {
    shown = withRecentlyFinished(shown, active, {
      now,
      latest: (id) => recent.find((operation) => operation.id === id),
    });
    setState({ shown, active, now });
  }
  return shown.map((each) => ({
    ...each,
    leaving: each.endedAt !== null && now - each.endedAt >= VISIBLE_MS,
  }));
}
