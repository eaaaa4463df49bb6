'use client';

import type { StackStepPreview } from '@milepost/api/stack-views';
import { checkProgressLabel } from '@milepost/contract/messages/plans';
import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';

import { Button } from '../../components/forms/button';
import { Banner } from '../../components/layout/banner';
import { PanelSection } from '../../components/layout/panel';
import { SkeletonRows } from '../../components/layout/skeleton';
import { StatusIcon } from '../../components/status/status-icon';
import type { FieldHelp } from '../catalog/field-help';
import { PlanBlockers } from '../plan/plan-blockers';
import { PlanMilestone } from '../plan/plan-milestone';
import { Tally } from '../plan/plan-panel';
import { tallyOf } from '../plan/plan-tally';
import { wholePlan } from './use-stack-plan';
import type { StackPlan } from './use-stack-plan';

export interface StackPlanPanelProps {
  plan: StackPlan;
  /** "web-1" */
  server: string;
  /** What is still to be filled in, in a sentence; null when a plan can be made. */
  missingInput: string | null;
  /** Before the plan itself. */
  note?: ReactNode;
  footer: ReactNode;
}

/** The form is of several packages: a step's own fields are beside it. */
const NO_HELP: FieldHelp = { titleOf: () => undefined, focus: () => undefined };

/** The totals of all steps, and the plan of each, folded. */
export function StackPlanPanel({ plan, server, missingInput, note, footer }: StackPlanPanelProps) {
  const { steps, problem } = plan;
  const fields = Object.keys(problem?.fields ?? {}).length;
  return (
    <PanelSection
      id="plan"
      className="overflow-visible"
      title={`Plan for ${server}`}
      aside={
        <span role="status" className="text-xs text-ink-3">
          {plan.checking && 'checking the server…'}
        </span>
      }
    >
      {note}
      {missingInput !== null && <p className="px-4 py-8 text-center text-ink-2">{missingInput}</p>}
      {problem !== null && fields === 0 && (
        <div className="border-b p-3">
          <Banner
            variant="warn"
            icon={<StatusIcon name="warn" tone="warn" />}
            action={
              <Button size="sm" onClick={plan.checkAgain}>
                Check again
              </Button>
            }
          >
            {problem.message}
          </Banner>
        </div>
      )}
      {problem !== null && fields > 0 && (
        <p className="px-4 py-8 text-center text-ink-2">Fix the highlighted fields to see the plan.</p>
      )}
      {missingInput === null && problem === null && steps === undefined && (
        <SkeletonRows rows={4} widths={[220, 260]} />
      )}
      {missingInput === null && steps !== undefined && (
        <>
          <Tally preview={wholePlan(steps)} kind="install" />
          <ol>
            {steps.map((step) => (
              <StepPlan key={step.n} step={step} server={server} />
            ))}
          </ol>
        </>
      )}
      <div className="sticky bottom-0 rounded-b-lg bg-surface max-sm:bottom-[60px]">{footer}</div>
    </PanelSection>
  );
}

function StepPlan({ step, server }: { step: StackStepPreview; server: string }) {
  const { n, title, is, preview } = step;
  const isInTheWay = preview.problem !== null || preview.tally.blocked > 0;
  return (
    <li className="border-b">
      <details className="group/step" open={isInTheWay || undefined}>
        <summary className="grid list-none grid-cols-[16px_minmax(0,1fr)_auto] items-center gap-x-2.5 px-4 py-2.5 hover:bg-hover max-sm:min-h-11 max-sm:grid-cols-[16px_minmax(0,1fr)] [&::-webkit-details-marker]:hidden">
          <ChevronRight
            aria-hidden
            className="size-4 text-ink-3 transition-transform duration-(--duration-fast) group-open/step:rotate-90"
          />
          <span className="min-w-0 font-medium wrap-anywhere">
            <span className="mr-1.5 font-normal text-ink-3">{n}</span>
            {title}
          </span>
          <span className="inline-flex items-center gap-[7px] text-xs text-ink-2 max-sm:col-start-2">
            <StepSummary step={step} server={server} />
          </span>
        </summary>
        {is === 'later' && (
          <p className="border-t px-4 py-2.5 text-ink-2">
            This plan is provisional: it depends on the steps before it. It is compiled and checked again when
            its turn comes.
          </p>
        )}
        {preview.problem !== null && (
          <div className="border-t p-3">
            <Banner variant="warn" icon={<StatusIcon name="warn" tone="warn" />}>
              {preview.problem}
            </Banner>
          </div>
        )}
        <PlanBlockers preview={preview} kind="install" help={NO_HELP} />
        {is !== 'skipped' && (
          <ol className="border-t [&>li:last-child]:border-b-0">
            {preview.milestones.map((milestone, index) => (
              <PlanMilestone key={milestone.id} n={index + 1} milestone={milestone} help={NO_HELP} />
            ))}
          </ol>
        )}
        {is === 'skipped' && (
          <p className="border-t px-4 py-2.5 text-ink-2">
            It is installed with these settings. Nothing is done unless that has changed when its turn comes.
          </p>
        )}
      </details>
    </li>
  );
}

function StepSummary({ step: { is, preview }, server }: { step: StackStepPreview; server: string }) {
  if (is === 'skipped')
    return (
      <>
        <StatusIcon name="already" tone="ok" className="size-3.5" /> already in place
      </>
    );
  if (preview.problem !== null || preview.tally.blocked > 0)
    return (
      <>
        <StatusIcon name="blocked" tone="bad" className="size-3.5" /> cannot run
      </>
    );
  if (is === 'later')
    return (
      <>
        <StatusIcon name="waiting" tone="idle" className="size-3.5" /> provisional
      </>
    );
  if (preview.progress !== null) return <>{checkProgressLabel(preview.progress, server)}</>;
  const { willBeDone, alreadyTrue } = tallyOf(preview);
  return (
    <>
      <StatusIcon name="will" tone="run" className="size-3.5" /> {willBeDone}{' '}
      {willBeDone === 1 ? 'change' : 'changes'}, {alreadyTrue} in place
    </>
  );
}
