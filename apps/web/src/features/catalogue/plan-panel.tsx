'use client';

import type { ReactNode } from 'react';

import { Banner } from '../../components/banner';
import { Button } from '../../components/button';
import { cn } from '../../components/cn';
import { PanelSection } from '../../components/panel';
import { Sign } from '../../components/sign';
import { Skeleton } from '../../components/skeleton';
import { Ago } from '../../time/ticking';
import { preciseDuration } from '../../time/words';
import { PlanState } from './plan-state';
import { tallyOf } from './plan-tally';
import type { Plan } from './use-plan';

export interface PlanPanelProps {
  plan: Plan;
  /** "web-1" */
  server: string | null;
  /** What is still to be filled in, in a sentence; null when a plan can be made. */
  waitsFor: string | null;
  /** The button with what stands beside it. */
  footer: ReactNode;
}

/** What is true already, what will be done, what would be lost: before the button is pressed. */
export function PlanPanel({ plan, server, waitsFor, footer }: PlanPanelProps) {
  const { preview, checking, problem } = plan;
  return (
    <PanelSection
      id="plan"
      className="overflow-visible"
      title={
        <>
          Plan{server !== null && ` for ${server}`}
          {preview !== undefined && preview.hash !== '' && (
            <span className="ml-2 inline-flex h-5 items-center rounded-sm bg-hover px-1.5 font-mono max-sm:hidden text-xs font-normal text-ink-2">
              {preview.hash.slice(0, 8)}
            </span>
          )}
        </>
      }
      aside={
        <span role="status" className="text-xs text-ink-3">
          {statusWords(plan)}
        </span>
      }
    >
      {waitsFor !== null && <p className="px-4 py-8 text-center text-ink-2">{waitsFor}</p>}
      {waitsFor === null && problem !== null && Object.keys(problem.fields).length === 0 && (
        <PlanProblem words={problem.message} onCheckAgain={plan.checkAgain} />
      )}
      {waitsFor === null && problem !== null && Object.keys(problem.fields).length > 0 && (
        <p className="px-4 py-8 text-center text-ink-2">{problem.message} The plan follows.</p>
      )}
      {waitsFor === null && preview === undefined && problem === null && <PlanSkeleton />}
      {waitsFor === null && preview !== undefined && (
        <div className={cn('transition-opacity', checking && 'opacity-60')}>
          {preview.problem !== null && <PlanProblem words={preview.problem} onCheckAgain={plan.checkAgain} />}
          {preview.milestones.length > 0 && <Tally plan={plan} />}
          <ol>
            {preview.milestones.map((milestone, index) => (
              <li key={milestone.id} className="border-b px-4 pt-2.5 pb-[11px]">
                <div className="flex items-baseline gap-2.5">
                  <span className="w-4 flex-none text-center text-xs text-ink-3">{index + 1}</span>
                  <h3 className="font-medium">{milestone.label}</h3>
                  <code className="truncate text-ink-3 max-sm:hidden">{milestone.id}</code>
                  <span className="ml-auto text-xs whitespace-nowrap text-ink-3">
                    {milestone.usually !== null && preciseDuration(milestone.usually)}
                  </span>
                </div>
                <ul className="mt-1 ml-[26px] grid gap-[5px] max-sm:ml-0">
                  {milestone.states.map((state) => (
                    <PlanState key={state.id} state={state} />
                  ))}
                  {milestone.states.length === 0 && (
                    <li className="text-ink-3">Nothing to do with these settings.</li>
                  )}
                </ul>
              </li>
            ))}
          </ol>
        </div>
      )}
      <div className="sticky bottom-0 rounded-b-lg bg-surface max-sm:bottom-[60px]">{footer}</div>
    </PanelSection>
  );
}

function statusWords({ preview, checking, problem, current }: Plan): ReactNode {
  if (checking) return 'checking the server…';
  if (problem !== null || preview === undefined) return null;
  if (preview.checkedAt === null) return 'not checked against the server';
  return current ? (
    <>
      checked against the server <Ago at={preview.checkedAt} />
    </>
  ) : null;
}

function PlanProblem({ words, onCheckAgain }: { words: string; onCheckAgain: () => void }) {
  return (
    <div className="border-b p-3">
      <Banner
        look="warn"
        sign={<Sign name="warn" tone="warn" />}
        action={
          <Button size="sm" onClick={onCheckAgain}>
            Check again
          </Button>
        }
      >
        {words}
      </Banner>
    </div>
  );
}

function Tally({ plan: { preview } }: { plan: Plan }) {
  if (preview === undefined) return null;
  const { alreadyTrue, willBeDone, destructive, unknown } = tallyOf(preview);
  return (
    <p className="flex flex-wrap gap-x-4 gap-y-1.5 border-b px-4 py-2.5 text-ink-2">
      <Heap sign={<Sign name="already" tone="ok" />} count={alreadyTrue} words="already true" />
      <Heap sign={<Sign name="will" tone="run" />} count={willBeDone} words="will be done" />
      {unknown > 0 && (
        <Heap sign={<Sign name="unknown" tone="idle" />} count={unknown} words="not known yet" />
      )}
      {destructive > 0 && (
        <Heap sign={<Sign name="destructive" tone="bad" />} count={destructive} words="destructive" />
      )}
    </p>
  );
}

function Heap({ sign, count, words }: { sign: ReactNode; count: number; words: string }) {
  return (
    <span className="inline-flex items-center gap-[7px] whitespace-nowrap">
      {sign}
      <span>
        <b className="font-semibold text-ink">{count}</b> {words}
      </span>
    </span>
  );
}

function PlanSkeleton() {
  return (
    <div className="grid gap-6 px-4 py-4">
      {[220, 260, 180, 240].map((width) => (
        <div key={width} className="grid gap-2.5">
          <Skeleton width={width} />
          <Skeleton width="88%" className="ml-[26px]" />
        </div>
      ))}
    </div>
  );
}
