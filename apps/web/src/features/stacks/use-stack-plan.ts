'use client';

import type { PlanPreview } from '@milepost/api/package-views';
import type { StackStepPreview } from '@milepost/api/stack-views';

import { toProblem } from '../../api/problem';
import type { Problem } from '../../api/problem';
import { trpc } from '../../api/trpc';
import { PREVIEW, useDebounced } from '../plan/use-plan';

export interface StackRequest {
  runId: string;
  stackId: string;
  serverId: string;
  given: Record<string, Record<string, unknown>>;
}

export interface StackPlan {
  /** In their order; undefined before the first answer. */
  steps: StackStepPreview[] | undefined;
  checking: boolean;
  /** It is of the form as it stands, and whole. */
  current: boolean;
  problem: Problem | null;
  checkAgain: () => void;
}

/** The plans of all steps, checked again once the form has not changed for a moment. */
export function useStackPlan(request: StackRequest, ready: boolean): StackPlan {
  const key = JSON.stringify(request);
  const debounced = useDebounced(key);
  const upToDate = key === debounced;
  const query = trpc.stacks.followPreview.useQuery(JSON.parse(debounced) as StackRequest, {
    ...PREVIEW,
    enabled: ready && upToDate,
  });
  return {
    steps: ready && query.error === null && query.data ? latestOf(query.data) : undefined,
    checking: ready && (!upToDate || query.isFetching),
    current: ready && upToDate && query.isSuccess && !query.isFetching,
    problem: ready && upToDate && query.error !== null ? toProblem(query.error) : null,
    checkAgain: () => void query.refetch(),
  };
}

/** The last answer about each step. */
export function latestOf(answers: readonly StackStepPreview[]): StackStepPreview[] {
  const byStep = new Map(answers.map((answer) => [answer.n, answer]));
  return [...byStep.values()].sort((a, b) => a.n - b.n);
}

/** All steps as one plan: for totals, what would be lost, and the one button. Pure. */
export function wholePlan(steps: readonly StackStepPreview[]): PlanPreview {
  const open = steps.filter(({ is }) => is !== 'skipped');
  const previews = open.map(({ preview }) => preview);
  const checked = open.filter(({ is }) => is === 'checked').map(({ preview }) => preview.checkedAt);
  const sum = (of: (tally: PlanPreview['tally']) => number) =>
    previews.reduce((total, { tally }) => total + of(tally), 0);
  return {
    ...{ hash: '', typicalDuration: null, observations: null, packagesSummary: null, headline: null },
    milestones: open.flatMap(({ n, preview }) =>
      preview.milestones.map((milestone) => ({ ...milestone, id: `${n}.${milestone.id}` })),
    ),
    tally: {
      alreadyTrue: sum((tally) => tally.alreadyTrue),
      toDo: sum((tally) => tally.toDo),
      destructive: sum((tally) => tally.destructive),
      replaced: sum((tally) => tally.replaced),
      blocked: sum((tally) => tally.blocked),
    },
    dependents: previews.flatMap(({ dependents }) => dependents),
    outOfSight: previews.flatMap(({ outOfSight }) => outOfSight),
    checkedAt: checked.includes(null) ? null : (checked.at(-1) ?? null),
    progress: null,
    problem: previews.find(({ problem }) => problem !== null)?.problem ?? null,
    possible: previews.every(({ possible }) => possible),
  };
}
