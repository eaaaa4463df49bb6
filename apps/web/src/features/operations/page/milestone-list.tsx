'use client';

import type { MilestoneView } from '@milepost/api/views';

import { cn } from '../../../components/cn';
import { PanelSection } from '../../../components/layout/panel';
import { ProgressRing } from '../../../components/status/progress-ring';
import type { Tone } from '../../../components/status/status-icon';
import { StatusIcon } from '../../../components/status/status-icon';
import type { StatusIconName } from '../../../components/status/status-icon-shapes';
import { Elapsed } from '../../../time/ticking';
import { formatElapsed } from '@milepost/contract/messages/format/elapsed';
import { formatPreciseDuration } from '../../../time/format-time';
import { plural } from '@milepost/contract/messages/format/text';
import { MilestoneStates } from './milestone-states';

const icons: Record<MilestoneView['status'], { name: StatusIconName; tone: Tone; word: string }> = {
  pending: { name: 'todo', tone: 'idle', word: 'pending' },
  running: { name: 'waiting', tone: 'run', word: 'running' },
  done: { name: 'ok', tone: 'ok', word: 'done' },
  skipped: { name: 'skipped', tone: 'idle', word: 'skipped' },
  failed: { name: 'failed', tone: 'bad', word: 'failed' },
  rolled_back: { name: 'rolledBack', tone: 'idle', word: 'rolled back' },
};

const canceled = { name: 'canceled', tone: 'idle', word: 'canceled' } as const;
const iconOf = ({ status, interrupted }: MilestoneView) => (interrupted ? canceled : icons[status]);

export interface MilestoneListProps {
  milestones: MilestoneView[];
  /** 0 to 1, how far the running milestone is. */
  within: number;
  /** The operation has not ended. */
  live: boolean;
  /** Whether the weights come from earlier runs. */
  timed: boolean;
  /** The milestone whose failure is shown elsewhere on the page. */
  explained: number | null;
}

/** The timeline: every milestone with its icon, its attempts, its duration, and the states of the current one. */
export function MilestoneList({ milestones, within, live, timed, explained }: MilestoneListProps) {
  const done = milestones.filter(({ status }) => status === 'done' || status === 'skipped').length;
  return (
    <PanelSection id="milestones" title="Milestones" note={`${done} of ${milestones.length} done`}>
      <ol className="timeline py-1.5">
        {milestones.map((milestone) => (
          <li
            key={milestone.n}
            data-status={milestone.status}
            className={cn(
              milestone.status === 'running' && 'bg-selected',
              milestone.status === 'failed' && !milestone.interrupted && 'bg-bad-soft',
            )}
          >
            <span
              className={cn(
                'relative mt-0.5 h-4 bg-surface',
                milestone.status === 'running' && 'bg-selected',
                milestone.status === 'failed' && !milestone.interrupted && 'bg-bad-soft',
              )}
            >
              {milestone.status === 'running' && live ? (
                <ProgressRing percentage={within * 100} />
              ) : (
                <StatusIcon {...iconOf(milestone)} />
              )}
              <span className="sr-only">{iconOf(milestone).word}</span>
            </span>
            <span
              className={
                milestone.status === 'pending' || milestone.status === 'rolled_back'
                  ? 'text-ink-2'
                  : 'font-medium'
              }
            >
              {milestone.label}
            </span>
            <span className="text-xs leading-5 text-ink-2">
              <MilestoneDuration milestone={milestone} live={live} timed={timed} />
            </span>
            <MilestoneDetails milestone={milestone} explained={milestone.n === explained} />
            {(milestone.status === 'running' || milestone.status === 'failed') && (
              <MilestoneStates milestone={milestone} />
            )}
          </li>
        ))}
      </ol>
    </PanelSection>
  );
}

function MilestoneDuration({
  milestone,
  live,
  timed,
}: {
  milestone: MilestoneView;
  live: boolean;
  timed: boolean;
}) {
  const { startedAt, endedAt, weight, status } = milestone;
  if (startedAt !== null && endedAt !== null && status !== 'pending')
    return <>{formatPreciseDuration(Date.parse(endedAt) - Date.parse(startedAt))}</>;
  if (startedAt !== null && status === 'running' && live) return <Elapsed since={startedAt} />;
  if (status === 'pending' && timed && live && weight >= 1_000)
    return <span className="text-ink-3">about {formatElapsed(weight)}</span>;
  return null;
}

function MilestoneDetails({ milestone, explained }: { milestone: MilestoneView; explained: boolean }) {
  const { status, states, applied, attempts, failure, interrupted, skipReason } = milestone;
  const parts: string[] = [];
  if (attempts > 1 && status !== 'rolled_back') parts.push(`${ordinal(attempts)} attempt`);
  if (interrupted) parts.push(canceled.word);
  if (status === 'skipped') parts.push(skipReason === null ? 'skipped' : `skipped: ${skipReason}`);
  if (status === 'rolled_back') parts.push(icons.rolled_back.word);
  if (status === 'done' && applied !== null) parts.push(outcomeLabel(applied, states.length));
  if (failure !== null && status === 'failed' && !interrupted && !explained) parts.push(failure);
  if (parts.length === 0) return null;
  return <p className="col-start-2 -col-end-1 text-xs text-pretty text-ink-3">{parts.join('; ')}</p>;
}

function outcomeLabel(applied: number, states: number): string {
  const already = states - applied;
  const changes = plural(applied, { one: '1 change', other: `${applied} changes` });
  if (applied > 0) return already > 0 ? `${changes}, ${already} already in place` : changes;
  if (already === 0) return 'nothing to do';
  return already === 1 ? 'already in place' : `all ${already} already in place`;
}

function ordinal(n: number): string {
  const ending = n % 100 >= 11 && n % 100 <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][n % 10] ?? 'th');
  return `${n}${ending}`;
}
