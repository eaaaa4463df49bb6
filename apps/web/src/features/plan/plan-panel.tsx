'use client';

import type { PlanPreview } from '@milepost/api/package-views';
import { Package } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';

import { Banner } from '../../components/layout/banner';
import { Button } from '../../components/forms/button';
import { cn } from '../../components/cn';
import { PanelSection } from '../../components/layout/panel';
import type { Tone } from '../../components/status/status-icon';
import { StatusIcon } from '../../components/status/status-icon';
import type { StatusIconName } from '../../components/status/status-icon-shapes';
import { Skeleton } from '../../components/layout/skeleton';
import { Ago } from '../../time/ticking';
import { plural } from '@milepost/contract/messages/format/text';
import { checkProgressLabel } from '@milepost/contract/messages/plans';
import type { FieldHelp } from '../catalog/field-help';
import { PlanBlockers } from './plan-blockers';
import { PlanMilestone } from './plan-milestone';
import { lossesOf, tallyOf } from './plan-tally';
import type { Plan } from './use-plan';

export interface PlanPanelProps {
  plan: Plan;
  kind: string;
  /** "web-1" */
  server: string | null;
  /** What is still to be filled in, in a sentence; null when a plan can be made. */
  missingInput: string | null;
  /** To the fields that the plan speaks of. */
  help: FieldHelp;
  /** Before the plan itself. */
  note?: ReactNode;
  /** The button with what stands beside it. */
  footer: ReactNode;
}

/** What is true already, what will be done, what would be lost: before the button is pressed. */
export function PlanPanel({ plan, kind, server, missingInput, help, note, footer }: PlanPanelProps) {
  const { preview, checking, problem } = plan;
  return (
    <PanelSection
      id="plan"
      className="overflow-visible"
      title={
        <>
          Plan{server !== null && ` for ${server}`}
          {preview !== undefined && preview.hash !== '' && (
            <span
              title="Names the steps and commands that these settings give"
              className="ml-2 inline-flex h-5 items-center rounded-sm bg-hover px-1.5 font-mono max-sm:hidden text-xs font-normal text-ink-2"
            >
              {preview.hash.slice(0, 8)}
            </span>
          )}
        </>
      }
      aside={
        <span className="text-xs text-ink-3">
          <span role="status">{statusLabel(plan)}</span>
          {/* Not announced: it changes with each check. */}
          {plan.arriving && preview?.progress && ` ${checkProgressLabel(preview.progress, server)}`}
        </span>
      }
    >
      {note}
      {missingInput !== null && <p className="px-4 py-8 text-center text-ink-2">{missingInput}</p>}
      {missingInput === null && problem !== null && Object.keys(problem.fields).length === 0 && (
        <PlanProblem message={problem.message} onCheckAgain={plan.checkAgain} />
      )}
      {missingInput === null && problem !== null && Object.keys(problem.fields).length > 0 && (
        <p className="px-4 py-8 text-center text-ink-2">
          Fix the highlighted {plural(Object.keys(problem.fields).length, { one: 'field', other: 'fields' })}{' '}
          to see the plan.
        </p>
      )}
      {missingInput === null && preview === undefined && problem === null && <PlanSkeleton />}
      {missingInput === null && preview !== undefined && (
        <div className={cn('transition-opacity', checking && !plan.arriving && 'opacity-60')}>
          {preview.problem !== null && (
            <PlanProblem
              message={preview.problem}
              dependents={preview.dependents}
              onCheckAgain={plan.checkAgain}
            />
          )}
          <PlanBlockers preview={preview} kind={kind} help={help} />
          {preview.headline !== null && (
            <p className="border-b px-4 py-2.5 font-medium wrap-anywhere">{preview.headline}</p>
          )}
          {preview.milestones.length > 0 && <Tally preview={preview} kind={kind} />}
          <ol>
            {preview.milestones.map((milestone, index) => (
              <PlanMilestone key={milestone.id} n={index + 1} milestone={milestone} help={help} />
            ))}
          </ol>
        </div>
      )}
      <div className="sticky bottom-0 rounded-b-lg bg-surface max-sm:bottom-[60px]">{footer}</div>
    </PanelSection>
  );
}

function statusLabel({ preview, checking, problem, current }: Plan): ReactNode {
  if (checking) return 'checking the server…';
  if (problem !== null || preview === undefined) return null;
  if (preview.checkedAt === null) return 'not checked against the server';
  return current ? (
    <>
      checked against the server <Ago at={preview.checkedAt} />
    </>
  ) : null;
}

interface PlanProblemProps {
  message: string;
  /** Other installations that the message names. */
  dependents?: PlanPreview['dependents'];
  onCheckAgain: () => void;
}

function PlanProblem({ message, dependents = [], onCheckAgain }: PlanProblemProps) {
  return (
    <div className="border-b p-3">
      <Banner
        variant="warn"
        icon={<StatusIcon name="warn" tone="warn" />}
        action={
          <Button size="sm" onClick={onCheckAgain}>
            Check again
          </Button>
        }
      >
        {message}
        {dependents.length > 0 && (
          <span className="mt-1 dotted-list block wrap-anywhere">
            {dependents.map(({ id, title }) => (
              <span key={id}>
                <Link className="link" href={`/installations/${id}`}>
                  View {title}
                </Link>
              </span>
            ))}
          </span>
        )}
      </Banner>
    </div>
  );
}

const PREVENTED: Readonly<Record<string, string>> = { install: 'the installation', uninstall: 'the removal' };
const preventedBy = (kind: string): string => PREVENTED[kind] ?? 'this';

/** How much of what kind a plan does. */
export function Tally({ preview, kind }: { preview: PlanPreview } & Pick<PlanPanelProps, 'kind'>) {
  const { blocked, alreadyTrue, willBeDone, destructive, willBeChecked, unknown } = tallyOf(preview);
  const prevents = `${plural(blocked, { one: 'prevents', other: 'prevent' })} ${preventedBy(kind)}`;
  const { replaced } = preview.tally;
  // The headline says it, too.
  const packages = preview.headline === null ? preview.packagesSummary : null;
  const items: [StatusIconName, Tone, number, string][] = [
    ['blocked', 'bad', blocked, prevents],
    ['destructive', 'bad', destructive, lossesOf(preview).length > 0 ? 'destructive' : 'with data at risk'],
    ['replaces', 'warn', replaced, plural(replaced, { one: 'file replaced', other: 'files replaced' })],
    ['already', 'ok', alreadyTrue, 'already in place'],
    ['will', 'run', willBeDone, plural(willBeDone, { one: 'change', other: 'changes' })],
    ['todo', 'idle', willBeChecked, 'will be checked'],
    ['unknown', 'idle', unknown, 'not known yet'],
  ];
  const always = ['already', 'will'];
  return (
    <p className="flex flex-wrap gap-x-4 gap-y-1.5 border-b px-4 py-2.5 text-ink-2">
      {items.map(
        ([name, tone, count, label]) =>
          (count > 0 || always.includes(name)) && (
            <TallyItem key={name} icon={<StatusIcon name={name} tone={tone} />} count={count} label={label} />
          ),
      )}
      {packages !== null && (
        <span className="inline-flex items-center gap-[7px]">
          <Package aria-hidden className="size-4 text-ink-3" />
          {packages}
        </span>
      )}
    </p>
  );
}

function TallyItem({ icon, count, label }: { icon: ReactNode; count: number; label: string }) {
  return (
    <span className="inline-flex items-center gap-[7px] whitespace-nowrap">
      {icon}
      <span>
        <b className="font-semibold text-ink">{count}</b> {label}
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
