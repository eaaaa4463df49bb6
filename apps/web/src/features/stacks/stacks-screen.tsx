'use client';

import { useQueryState } from 'nuqs';

import { trpc } from '../../api/trpc';
import { EmptyState } from '../../components/layout/empty-state';
import { Panel } from '../../components/layout/panel';
import { QueryPanel } from '../../components/layout/query-panel';
import { Section } from '../../components/layout/section';
import { SkeletonRows } from '../../components/layout/skeleton';
import { ConsolePage } from '../console/page';
import { RecentRuns } from './recent-runs';
import { StackCard } from './stack-card';

/** Lists of packages that are installed together. */
export function StacksScreen() {
  const query = trpc.stacks.list.useQuery();
  const [server] = useQueryState('server');
  const shipped = query.data?.filter((stack) => stack.shipped) ?? [];
  const own = query.data?.filter((stack) => !stack.shipped) ?? [];
  return (
    <ConsolePage title="Stacks">
      <p className="reading mb-5 text-ink-2">
        A stack is a list of packages with their settings. Running it on a server installs one after the
        other. What is there already is changed, or skipped where nothing differs.
      </p>
      {query.data === undefined ? (
        <QueryPanel
          error={query.error}
          title="The stacks could not be loaded"
          onRetry={() => void query.refetch()}
          skeleton={<SkeletonRows rows={3} widths={[180, 320]} />}
        >
          {null}
        </QueryPanel>
      ) : (
        <div className="grid gap-7">
          <Section id="shipped" title="Shipped with Milepost" note={shipped.length}>
            <ul className="grid grid-cols-[repeat(auto-fill,minmax(300px,1fr))] gap-4">
              {shipped.map((stack) => (
                <StackCard key={stack.id} stack={stack} server={server} />
              ))}
            </ul>
          </Section>
          <Section id="own" title="Your own" note={own.length > 0 ? own.length : undefined}>
            {own.length === 0 ? (
              <Panel>
                <EmptyState title="No stacks of your own">
                  Open a server and choose “Save as stack…” to save what is installed there, without secrets.
                </EmptyState>
              </Panel>
            ) : (
              <ul className="grid grid-cols-[repeat(auto-fill,minmax(300px,1fr))] gap-4">
                {own.map((stack) => (
                  <StackCard key={stack.id} stack={stack} server={server} />
                ))}
              </ul>
            )}
          </Section>
          <RecentRuns />
        </div>
      )}
    </ConsolePage>
  );
}
