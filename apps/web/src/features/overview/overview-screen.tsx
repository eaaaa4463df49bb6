'use client';

import { Package, Plus } from 'lucide-react';
import Link from 'next/link';

import { toProblem } from '../../api/problem';
import { Button } from '../../components/forms/button';
import { ErrorState } from '../../components/layout/error-state';
import { Panel } from '../../components/layout/panel';
import { SkeletonRows } from '../../components/layout/skeleton';
import { useLiveOverview } from '../../live/use-live-overview';
import { ConsolePage } from '../console/page';
import { RequireOperator } from '../session/require-operator';
import { ActiveOperations } from './active-operations';
import { Attention } from './attention';
import { FirstSteps } from './first-steps';
import { ClusterMismatchBanner } from './cluster-mismatch-banner';
import { EndedOperations } from './ended-operations';
import { Statistics } from './statistics';
import { Updates } from './updates';
import { formatSummary } from './format-summary';

/** What needs attention, what runs, what ended, and thirty days of it. */
export function OverviewScreen() {
  const query = useLiveOverview();
  const overview = query.data;
  if (overview === undefined) {
    return (
      <ConsolePage title="Overview">
        <Panel>
          {query.error === null ? (
            <SkeletonRows rows={6} widths={[180, 320, 90]} />
          ) : (
            <ErrorState title="The overview could not be loaded" onRetry={() => void query.refetch()}>
              {toProblem(query.error).message} Retrying every 8 s.
            </ErrorState>
          )}
        </Panel>
      </ConsolePage>
    );
  }
  const { strong, rest } = formatSummary(overview);
  return (
    <ConsolePage title="Overview">
      {overview.engine.unexpectedSince !== null && (
        <ClusterMismatchBanner since={overview.engine.unexpectedSince} />
      )}
      <div className="mb-5 flex flex-wrap items-start gap-x-4 gap-y-3 max-sm:mb-4">
        <p className="min-w-0 flex-[1_1_320px] py-[5px] text-base text-ink-2">
          <b className="font-medium text-ink">{strong}</b> {rest}
        </p>
        <div className="flex items-center gap-2 max-sm:w-full max-sm:[&>*]:flex-1">
          <RequireOperator>
            <Button asChild>
              <Link href="/servers/new">
                <Plus aria-hidden /> Add server
              </Link>
            </Button>
            <Button asChild>
              <Link href="/catalog">
                <Package aria-hidden /> Install…
              </Link>
            </Button>
          </RequireOperator>
        </div>
      </div>
      <div className="grid gap-7">
        <Attention items={overview.attention} active={overview.active} />
        <ActiveOperations active={overview.active} recent={overview.recent} />
        <Updates updates={overview.updates} />
        {overview.recent.length === 0 && overview.active.length === 0 && (
          <FirstSteps servers={overview.servers.total} />
        )}
        {overview.recent.length > 0 && (
          <>
            <EndedOperations operations={overview.recent} />
            <Statistics last30Days={overview.last30Days} />
          </>
        )}
      </div>
    </ConsolePage>
  );
}
