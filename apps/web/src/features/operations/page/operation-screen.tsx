'use client';

import { hasEnded } from '@milepost/contract/statuses';
import { isMissing, toProblem } from '../../../api/problem';
import { ErrorState } from '../../../components/layout/error-state';
import { Panel } from '../../../components/layout/panel';
import { useLiveOperation } from '../../../live/use-live-operation';
import { MissingOperation } from '../../console/missing-subject';
import { ConsolePage } from '../../console/page';
import { barModel } from '../progress/bar-model';
import { CanceledPanel } from './canceled-panel';
import { EventList } from './event-list';
import { FailurePanel } from './failure-panel';
import { MilestoneList } from './milestone-list';
import { NextSteps } from './next-steps';
import { OperationBanner } from './operation-banner';
import { OperationFacts } from './operation-facts';
import { OperationHead } from './operation-head';
import { OperationSkeleton } from './operation-skeleton';
import { OutputPane } from '../output/output-pane';
import { ProgressPanel } from '../progress/progress-panel';

const above = [{ label: 'Operations', href: '/operations' }];

/** One operation, live. */
export function OperationScreen({ operationId }: { operationId: string }) {
  const { detail, store, version, error, refetch } = useLiveOperation(operationId);
  if (detail === undefined && isMissing(error)) return <MissingOperation />;
  if (detail === undefined) {
    return (
      <ConsolePage title="Operation" above={above}>
        {error === null ? (
          <OperationSkeleton />
        ) : (
          <Panel>
            <ErrorState title="The operation could not be loaded" onRetry={refetch}>
              {toProblem(error).message}
            </ErrorState>
          </Panel>
        )}
      </ConsolePage>
    );
  }
  const live = !hasEnded(detail.status);
  const { within } = barModel(detail.progress);
  return (
    <ConsolePage
      title={detail.title}
      titlePrefix={
        live ? (detail.rollingBack ? 'rolling back' : `${detail.progress.percentage} %`) : undefined
      }
      above={above}
    >
      <OperationHead operation={detail} />
      <OperationBanner operation={detail} />
      <ProgressPanel operation={detail} />
      <NextSteps operation={detail} />
      <CanceledPanel operation={detail} />
      <FailurePanel operation={detail} />
      <div className="grid grid-cols-[344px_minmax(0,1fr)] items-start gap-5 max-lg:flex max-lg:flex-col max-lg:items-stretch max-sm:gap-4">
        <div className="grid min-w-0 gap-5 max-lg:contents">
          <MilestoneList
            milestones={detail.milestones}
            within={within}
            live={live}
            timed={detail.typicalDuration !== null && !detail.rollingBack}
            explained={detail.failure?.milestone ?? null}
          />
          <div className="max-lg:order-3">
            <EventList events={store.events} version={version} />
          </div>
        </div>
        <div className="sticky top-16 min-w-0 max-lg:static max-lg:order-2">
          <OutputPane
            title={detail.title}
            store={store}
            version={version}
            milestones={detail.milestones}
            live={live}
          />
        </div>
      </div>
      <div className="mt-5 max-sm:mt-4">
        <OperationFacts operation={detail} />
      </div>
    </ConsolePage>
  );
}
