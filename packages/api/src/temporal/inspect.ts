import { setTimeout as sleep } from 'node:timers/promises';
import type { RequestProblem } from '@milepost/contract/errors/request-problem';
import { INSPECTION_TITLES } from '@milepost/contract/messages/temporal/activities';
import { requestErrorMessage } from '@milepost/contract/messages/errors/request-errors';
import { TerminatedFailure, WorkflowFailedError } from '@temporalio/client';
import type { Client, WorkflowHandle } from '@temporalio/client';
import type { Duration } from '@temporalio/common';
import { INSPECTION_WORKFLOW } from '@milepost/contract/inspection-workflow';
import type { InspectionResult, InspectionRequest } from '@milepost/contract/inspection-workflow';
import { TASK_QUEUE } from '@milepost/contract/operation-workflow';
import { askEngine } from './engine-state';
import { EngineUnreachable, withDeadline } from './with-deadline';

type Inspection = (request: InspectionRequest) => Promise<InspectionResult>;

export type InspectionHandle = WorkflowHandle<Inspection>;

/** What came of an inspection within the time that somebody waits for it. */
export type Inspected =
  | { kind: 'answered'; answer: InspectionResult }
  /** A sentence for people: the engine, the worker or the server did not answer. */
  | { kind: 'unanswered'; reason: 'engine' | 'late' | 'failed' | 'replaced'; message: string };

const START_MS = 1_500;
/** Temporal refuses to replace a workflow that began less than a second ago; its client then tries again after a second. */
const REPLACE_MS = 4_000;
/** What a start takes at most where nothing is wrong. With the 800 ms of `askEngine` no longer than START_MS. */
const ASK_AFTER_MS = 400;

/** What nobody waits for any more must not run later, when a worker is back; an enrollment is waited for. */
const TIMEOUT: Record<InspectionRequest['kind'], Duration> = {
  host_key: '90s',
  preview: '6 minutes',
  enroll: '1 day',
  verify_stopped: '2 minutes',
  clean_up: '30s',
  drift: '6 minutes',
  services: '1 minute',
  choices: '1 minute',
  found: '1 minute',
};

/**
 * Starts an inspection, or joins the one that runs under this id; a preview replaces it. Where `signal` is aborted nothing is started: an
 * abandoned preview that waits to replace a young one must not replace its own successor.
 *
 * @throws EngineUnreachable, also where `signal` was aborted meanwhile
 */
export async function startInspection(
  temporal: Client,
  workflowId: string,
  { request, signal }: { request: InspectionRequest; signal?: AbortSignal },
): Promise<InspectionHandle> {
  const replaces = request.kind === 'preview';
  const start = () =>
    temporal.workflow.start<Inspection>(INSPECTION_WORKFLOW, {
      workflowId,
      taskQueue: TASK_QUEUE,
      args: [request],
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      workflowIdConflictPolicy: replaces ? 'TERMINATE_EXISTING' : 'USE_EXISTING',
      workflowExecutionTimeout: TIMEOUT[request.kind],
      staticSummary: INSPECTION_TITLES[request.kind],
    });
  const attempt = withDeadline(temporal, replaces ? REPLACE_MS : START_MS, async () => {
    if (signal === undefined) return start();
    if (signal.aborted) throw new EngineUnreachable('Nobody waits for this inspection any more');
    return temporal.withAbortSignal(signal, start);
  });
  return replaces ? Promise.race([attempt, rejectIfUnreachable(temporal, attempt)]) : attempt;
}

/**
 * A start that takes long either waits to replace a young preview, or for a Temporal that does not answer: then it is not waited for.
 * Should it still get through, the worker finds that nobody waits for the preview.
 */
async function rejectIfUnreachable(temporal: Client, attempt: Promise<unknown>): Promise<never> {
  const settled = attempt.then(
    () => true,
    () => true,
  );
  const isSlow = !(await Promise.race([settled, sleep(ASK_AFTER_MS, false)]));
  if (isSlow && !(await askEngine(temporal)))
    throw new EngineUnreachable('The workflow engine does not answer');
  return new Promise(() => undefined); // the attempt decides
}

/** Runs an inspection and waits for its answer, `waitMs` at most; one that is late is canceled. */
export async function inspect(
  temporal: Client,
  workflowId: string,
  { request, waitMs }: { request: InspectionRequest; waitMs: number },
): Promise<Inspected> {
  let handle: InspectionHandle;
  try {
    handle = await startInspection(temporal, workflowId, { request });
  } catch (error) {
    if (!(error instanceof EngineUnreachable)) throw error;
    return unanswered('engine', { code: 'engine_unreachable' });
  }
  return answerOf(temporal, handle, waitMs);
}

/** Waits for the answer of an inspection that was started, `waitMs` at most; one that is late is canceled. */
export async function answerOf(
  temporal: Client,
  handle: InspectionHandle,
  waitMs: number,
): Promise<Inspected> {
  try {
    return { kind: 'answered', answer: await withDeadline(temporal, waitMs, () => handle.result()) };
  } catch (error) {
    if (error instanceof WorkflowFailedError && error.cause instanceof TerminatedFailure)
      return unanswered('replaced', { code: 'inspection_replaced' });
    if (error instanceof WorkflowFailedError) return unanswered('failed', { code: 'inspection_failed' });
    if (!(error instanceof EngineUnreachable)) throw error;
    handle.cancel().catch(() => undefined);
    return unanswered('late', { code: 'answer_late', seconds: Math.round(waitMs / 1000) });
  }
}

type Unanswered = Extract<Inspected, { kind: 'unanswered' }>;

const unanswered = (reason: Unanswered['reason'], problem: RequestProblem): Unanswered => ({
  ...{ kind: 'unanswered', reason },
  message: requestErrorMessage(problem),
});
