import type { PlanCheckProgress } from '@milepost/db/plan-checks/plan-check';
import type { Inspected } from '../../temporal/inspect';

/** As sure as can be that no worker is about to take it up. */
const NO_WORKER_MS = 5_000;
/** A worker writes every 3 s, whatever the server does. */
const SILENT_MS = 15_000;

interface Silence extends Pick<PlanCheckProgress, 'stage'> {
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
export function unansweredSentence(reason: Exclude<Inspected, { kind: 'answered' }>['reason']): string {
  const why = {
    engine: 'Temporal cannot be reached right now.',
    late: 'It took too long.',
    failed: 'The check failed. See the worker’s log.',
    replaced: 'A newer check replaced it.',
  }[reason];
  return `The plan could not be checked against the server. ${why}`;
}

interface Refused {
  code: string;
  message: string;
}

/** Why a server was not asked, or not to the end. `progress`: what was written down until then. Pure. */
export function refusedSentence(
  { code, message }: Refused,
  progress: Pick<PlanCheckProgress, 'done' | 'total'> | null,
  server: string,
): string {
  if (code !== 'link_lost' || progress === null || progress.done === 0) return message;
  return `${server} stopped responding: ${progress.done} of ${progress.total} checks were done.`;
}
