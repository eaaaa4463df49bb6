import { databaseErrorMessage } from '@milepost/contract/messages/errors/database-errors';
import { stackRunSentence } from '@milepost/contract/messages/stacks';
import type { StackRunPosition } from '@milepost/contract/messages/stacks';
import { hasEnded } from '@milepost/contract/statuses';
import type { StackRunRow, StackStepRow } from '@milepost/db/stacks/read-runs';
import type { OperationSummary } from '../../views/views';
import type { StackRunStepView, StackRunView } from '../../views/stack-views';
import { packageTitle } from '../catalog/require-package';

/** A run as pages show it, from its rows and the operations of its steps. Pure. */
export function stackRunView(
  run: StackRunRow,
  rows: readonly StackStepRow[],
  operations: ReadonlyMap<string, OperationSummary>,
): StackRunView {
  const steps = rows.map((row) => stepView(row, operations.get(row.operationId) ?? null));
  const current = steps.findLast(({ status }) => status !== 'waiting');
  const open = current?.operation && !hasEnded(current.operation.status) ? current.operation : null;
  const stopped = run.status === 'stopped' && open === null && current !== undefined;
  const waits = open?.status === 'awaiting_decision' && !isOver(run);
  return {
    id: run.id,
    name: run.name,
    server: { id: run.serverId, name: run.serverName },
    status: isOver(run) ? run.status : stopped ? 'stopped' : waits ? 'waiting' : 'running',
    sentence: stackRunSentence(positionOf(run, { steps, current, stopped, waits })),
    percentage: percentageOf(steps),
    requestedBy: run.requestedBy,
    requestedAt: run.requestedAt.toISOString(),
    endedAt: run.endedAt?.toISOString() ?? null,
    steps,
    stoppedAt: stopped ? current.n : null,
    canTryAgain: stopped && current.status === 'rejected',
    canContinue: stopped && steps.some(({ status }) => status === 'waiting'),
    canEnd: !isOver(run),
  };
}

const isOver = ({ status }: StackRunRow): boolean => status === 'completed' || status === 'ended';

function stepView(row: StackStepRow, operation: OperationSummary | null): StackRunStepView {
  const segments = operation?.progress.segments ?? row.shownMilestones;
  return {
    n: row.n,
    title: row.title,
    packageTitle: row.installationTitle ?? packageTitle(row.packageId),
    status: row.status,
    weight: Math.max(
      1,
      segments.reduce((sum, { weight }) => sum + weight, 0),
    ),
    operation,
    problem: row.problem && databaseErrorMessage(row.problem),
  };
}

interface Standing {
  steps: StackRunStepView[];
  current: StackRunStepView | undefined;
  stopped: boolean;
  waits: boolean;
}

function positionOf(run: StackRunRow, { steps, current, stopped, waits }: Standing): StackRunPosition {
  const of = steps.length;
  const left = steps.filter(({ status }) => status === 'waiting').length;
  const skipped = steps.filter(({ status }) => status === 'skipped').length;
  if (run.status === 'completed') {
    const done = steps.filter(({ status }) => status === 'completed').length;
    return { code: 'completed', of, skipped, incomplete: of - skipped - done };
  }
  if (run.status === 'ended') return { code: 'ended', by: run.endedBy ?? run.requestedBy, left };
  if (!current) return { code: 'starting' };
  const at = { n: current.n, of, title: current.title };
  if (stopped) {
    const { status } = current;
    const code = status === 'canceled' || status === 'rejected' ? status : 'failed';
    return { code, ...at, left };
  }
  return { code: waits ? 'waiting' : 'running', ...at };
}

/** Of all steps, each as wide as it usually takes. */
function percentageOf(steps: StackRunStepView[]): number {
  const total = steps.reduce((sum, { weight }) => sum + weight, 0);
  const done = steps.reduce((sum, step) => sum + (step.weight * stepPercentage(step)) / 100, 0);
  return total === 0 ? 0 : Math.floor((done / total) * 100);
}

function stepPercentage({ status, operation }: StackRunStepView): number {
  if (status === 'completed' || status === 'skipped') return 100;
  return operation?.progress.percentage ?? 0;
}
