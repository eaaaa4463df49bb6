'use client';

import type { MilestoneView } from '@milepost/api/views';

import { cn } from '../../components/cn';
import { PanelSection } from '../../components/panel';
import { Ring } from '../../components/ring';
import type { Tone } from '../../components/sign';
import { Sign } from '../../components/sign';
import type { SignName } from '../../components/sign-shapes';
import { Elapsed } from '../../time/ticking';
import { durationWords, preciseDuration } from '../../time/words';
import { MilestoneStates } from './milestone-states';

const signs: Record<MilestoneView['status'], { name: SignName; tone: Tone; word: string }> = {
  pending: { name: 'todo', tone: 'idle', word: 'to come' },
  running: { name: 'waiting', tone: 'run', word: 'running' },
  done: { name: 'ok', tone: 'ok', word: 'done' },
  skipped: { name: 'skipped', tone: 'idle', word: 'skipped' },
  failed: { name: 'failed', tone: 'bad', word: 'failed' },
  undone: { name: 'undone', tone: 'idle', word: 'rolled back' },
};

export interface MilestoneListProps {
  milestones: MilestoneView[];
  /** 0 to 1, how far the running milestone is. */
  within: number;
  /** The operation still goes on. */
  live: boolean;
  /** Whether the weights come from earlier runs. */
  timed: boolean;
  /** The milestone whose failure is told elsewhere on the page. */
  explained: number | null;
}

/** The timeline: every milestone with its sign, its attempts, its duration, and the states of the current one. */
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
              milestone.status === 'failed' && 'bg-bad-soft',
            )}
          >
            <span
              className={cn(
                'relative mt-0.5 h-4 bg-surface',
                milestone.status === 'running' && 'bg-selected',
                milestone.status === 'failed' && 'bg-bad-soft',
              )}
            >
              {milestone.status === 'running' && live ? (
                <Ring percentage={within * 100} />
              ) : (
                <Sign {...signs[milestone.status]} />
              )}
              <span className="sr-only">{signs[milestone.status].word}</span>
            </span>
            <span
              className={
                milestone.status === 'pending' || milestone.status === 'undone' ? 'text-ink-2' : 'font-medium'
              }
            >
              {milestone.label}
            </span>
            <span className="text-xs leading-5 text-ink-2">
              <Took milestone={milestone} live={live} timed={timed} />
            </span>
            <Below milestone={milestone} explained={milestone.n === explained} />
            {(milestone.status === 'running' || milestone.status === 'failed') && (
              <MilestoneStates milestone={milestone} />
            )}
          </li>
        ))}
      </ol>
    </PanelSection>
  );
}

function Took({ milestone, live, timed }: { milestone: MilestoneView; live: boolean; timed: boolean }) {
  const { startedAt, endedAt, weight, status } = milestone;
  if (startedAt !== null && endedAt !== null && status !== 'pending')
    return <>{preciseDuration(Date.parse(endedAt) - Date.parse(startedAt))}</>;
  if (startedAt !== null && status === 'running' && live) return <Elapsed since={startedAt} />;
  if (status === 'pending' && timed && live && weight >= 1_000)
    return <span className="text-ink-3">about {durationWords(weight)}</span>;
  return null;
}

function Below({ milestone, explained }: { milestone: MilestoneView; explained: boolean }) {
  const { status, states, applied, attempts, failure } = milestone;
  const parts: string[] = [];
  if (attempts > 1 && status !== 'undone') parts.push(`${ordinal(attempts)} attempt`);
  if (status === 'skipped' || status === 'undone') parts.push(signs[status].word);
  if (status === 'done' && applied !== null) parts.push(outcomeWords(applied, states.length));
  if (failure !== null && status !== 'done' && status !== 'undone' && !explained) parts.push(failure);
  if (parts.length === 0) return null;
  return <p className="col-start-2 -col-end-1 text-xs text-pretty text-ink-3">{parts.join('; ')}</p>;
}

function outcomeWords(applied: number, states: number): string {
  const already = states - applied;
  const changes = applied === 1 ? '1 change' : `${applied} changes`;
  if (applied > 0) return already > 0 ? `${changes}, ${already} already true` : changes;
  if (already === 0) return 'nothing to do';
  return already === 1 ? 'already true' : `all ${already} already true`;
}

function ordinal(n: number): string {
  const ending = n % 100 >= 11 && n % 100 <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][n % 10] ?? 'th');
  return `${n}${ending}`;
}
