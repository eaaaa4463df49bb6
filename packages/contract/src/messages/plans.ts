import type { OperationKind } from '../operation-kinds';
import type { InspectionResult } from '../inspection-workflow';
import { serverProblemMessage } from './errors/server-errors';
import { plural } from './format/text';

/** How far the check of a plan has come; `waiting`: no worker has begun. */
type PlanCheckStage = 'waiting' | 'connecting' | 'checking';

/** As sure as can be that no worker is about to take it up. */
const NO_WORKER_MS = 5_000;
/** A worker writes every 3 s, whatever the server does. */
const SILENT_MS = 15_000;

interface Silence {
  stage: PlanCheckStage;
  /** Since the check was asked for. */
  waitedMs: number;
  /** Since a worker has written. */
  silentMs: number;
  /** Alive by their beats. */
  workers: number;
}

/** Why waiting for a check makes no sense any more, and on which side; null while it does. A silent server is left to the worker. Pure. */
export function silenceSentence(
  { stage, waitedMs, silentMs, workers }: Silence,
  server: string,
): string | null {
  if (stage !== 'waiting')
    return silentMs < SILENT_MS
      ? null
      : `The worker that was checking the plan against ${server} stopped responding.`;
  if (workers === 0 && waitedMs >= NO_WORKER_MS)
    return `No worker is running, so the plan cannot be checked against ${server}.`;
  return waitedMs < SILENT_MS
    ? null
    : `The workers are busy: none has begun to check the plan against ${server}.`;
}

/** Why there is no answer, where the workflow engine says so. */
export function unansweredSentence(reason: 'engine' | 'late' | 'failed' | 'replaced'): string {
  const why = {
    engine: 'Temporal cannot be reached right now.',
    late: 'It took too long.',
    failed: 'The check failed. See the worker’s log.',
    replaced: 'A newer check replaced it.',
  }[reason];
  return `The plan could not be checked against the server. ${why}`;
}

type Refused = Pick<Extract<InspectionResult, { kind: 'refused' }>, 'code' | 'problem'>;

/** Why a server was not asked, or not to the end. `progress`: what was written down until then. Pure. */
export function refusedSentence(
  { code, problem }: Refused,
  progress: { done: number; total: number } | null,
  server: string,
): string {
  if (code !== 'link_lost' || progress === null || progress.done === 0) return serverProblemMessage(problem);
  return `${server} stopped responding: ${progress.done} of ${progress.total} checks were done.`;
}

interface CheckProgress {
  stage: PlanCheckStage;
  /** States checked, of so many. */
  done: number;
  total: number;
  /** It takes longer than usual. */
  slow: boolean;
}

/** How far a check has come, in a few words; empty where there is nothing to say. */
export function checkProgressLabel(
  { stage, done, total, slow }: CheckProgress,
  server: string | null,
): string {
  if (stage !== 'checking') return slow ? `still connecting to ${server ?? 'it'}` : '';
  const counted = `${done} of ${total} checks done`;
  return slow ? `${server ?? 'It'} is answering slowly: ${counted}` : counted;
}

/** The finding of a precondition that does not hold, by the label of its state. */
export const unmetPrecondition = (label: string): string => `Required, but not so on this server: ${label}.`;

/** Counts of a plan's states, and of what they would do to data and files. */
interface PlanCounts {
  alreadyTrue: number;
  willBeDone: number;
  unknown: number;
  destructive: number;
  /** Of the destructive ones: those that delete for good. */
  losses: number;
  /** Files that would be replaced. */
  replaced: number;
  /** It was checked against the server. */
  checked: boolean;
}

/** What pressing the button will mean. */
export function planSummary(counts: PlanCounts): string {
  const { alreadyTrue, willBeDone, unknown, destructive, losses, replaced, checked } = counts;
  const verb = losses > 0 ? 'Deletes' : 'Affects';
  if (destructive > 0)
    return `${verb} data: see the ${plural(destructive, { one: 'item', other: 'items' })} marked red.`;
  if (!checked) return 'It is not known yet what would change on the server.';
  if (willBeDone + unknown === 0)
    return alreadyTrue === 0 ? 'The plan is empty.' : 'Already up to date. No changes needed.';
  if (replaced > 0) return `No data will be lost. ${replacedLabel(replaced)}: see the plan.`;
  return 'No data will be lost.';
}

/** "1 file is replaced" */
export function replacedLabel(count: number): string {
  return plural(count, { one: '1 file is replaced', other: `${count} files are replaced` });
}

/** Why a plan that removes something cannot be submitted yet. */
export function uncheckedMessage(server: string, checking: boolean): string {
  return checking
    ? `The plan is being checked against ${server}.`
    : `The plan was not checked against ${server}, so it is not known what would be removed. Check again once ${server} responds.`;
}

/** The heading over what prevents an operation. */
export function blockedHeading(kind: OperationKind): string {
  if (kind === 'install') return 'The installation is blocked:';
  return kind === 'uninstall' ? 'The removal is blocked:' : 'This operation is blocked:';
}

/** Data that is in use and would no longer be read. */
export const outOfSightMessage = (path: string): string =>
  `${path} is in use now and would no longer be read. The data stays there.`;
