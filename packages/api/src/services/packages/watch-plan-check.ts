import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Subscription } from '@milepost/db/live/subscription';
import type { PlanCheckProgress as Progress } from '@milepost/db/plan-checks/plan-check';
import { createPlanCheck, deletePlanCheck, readPlanCheck } from '@milepost/db/plan-checks/plan-check';
import { countLiveWorkers } from '@milepost/db/workers/count-live';
import type { PreviewedMilestone } from '@milepost/contract/inspection-workflow';
import { previewContext } from '@milepost/packages-core/credentials/contexts';
import type { Destination } from '@milepost/packages-core/credentials/contexts';
import type { Dependencies } from '../../process/dependencies';
import { requestError } from '../../errors/request-error';
import type { PlanCheckProgress } from '../../views/package-views';
import { answerOf, startInspection } from '../../temporal/inspect';
import type { Inspected, InspectionHandle } from '../../temporal/inspect';
import { EngineUnreachable } from '../../temporal/with-deadline';
import type { ValidatedRequest } from './validate-request';
import { refusedSentence, silenceSentence, unansweredSentence } from '@milepost/contract/messages/plans';
import { sealSecrets } from './seal-secrets';

export interface PlanCheck {
  server: Destination & { name: string };
  /** One check at a time for a person and server, and a newer one replaces the older. */
  personId: string;
  /** Of a stack: see PreviewRequest. */
  step?: number | undefined;
  packageId: string;
  /** Null before there is one. */
  installationId: string | null;
  /** What it would live in. */
  parentId: string | null;
  kind: string;
  /** The public part, for the worker to compile. */
  input: Record<string, unknown>;
  /** Of the plan that is shown. */
  hash: string;
  secrets: ValidatedRequest['parsed']['secrets'];
  /** Aborted when nobody waits any more: the check ends on the server, too. */
  signal: AbortSignal;
}

export interface PlanCheckStep {
  /** What was found so far; null before anything was. */
  checked: PreviewedMilestone[] | null;
  /** Of the plan that is checked; null before a worker has compiled it. */
  compiledHash: string | null;
  /** The hash of what was observed on the server; null before all of it was. */
  observations: string | null;
  /** A worker does not run this plan, whatever becomes of the server. */
  rejected: boolean;
  /** Every state of the plan. */
  whole: boolean;
  /** Null at the last step. */
  progress: PlanCheckProgress | null;
  /** Why it was not checked, or not all of it. */
  problem: string | null;
}

type Needed = Pick<Dependencies, 'db' | 'listener' | 'temporal' | 'sealingKey' | 'shutdown'>;

/** Longer than a plan takes over any link that is of use. */
const TIMEOUT_MS = 5 * 60_000;
/** A notice that got lost costs so long. */
const POLL_MS = 1_000;
/** What is over sooner is shown at once, whole. */
const FIRST_STEP_AFTER_MS = 700;
const SLOW_MS = 5_000;

/**
 * Has the worker check a plan, and yields each result as it comes; the last step has no `progress`. It ends early where the side
 * that is waited for says nothing any more.
 *
 * @throws AppError CONFLICT where a newer check replaced this one
 */
export async function* watchPlanCheck(needed: Needed, check: PlanCheck): AsyncGenerator<PlanCheckStep, void> {
  const { db, listener } = needed;
  const id = randomUUID();
  const sealedSecrets = await sealSecrets(
    needed.sealingKey,
    check.secrets,
    previewContext(check.hash, check.server),
  );
  await createPlanCheck(db, {
    ...{ id, serverId: check.server.id, packageId: check.packageId, kind: check.kind },
    ...{ installationId: check.installationId, parentId: check.parentId },
    ...{ input: check.input, planHash: check.hash, sealedSecrets },
  });
  const filter = { operationIds: new Set<string>(), overview: false, planCheckIds: new Set([id]) };
  const subscription = listener.subscribe(filter);
  let handle: InspectionHandle | null = null;
  let over = false;
  try {
    handle = await start(needed, id, check);
    if (handle) over = yield* steps(needed, { id, check, subscription, handle });
    else yield { ...UNCHECKED, problem: unansweredSentence('engine') };
  } finally {
    listener.unsubscribe(subscription);
    await deletePlanCheck(db, id);
    if (!over) handle?.cancel().catch(() => undefined); // it may have ended meanwhile
  }
}

/** Null where the workflow engine cannot be reached. */
async function start(
  { temporal }: Needed,
  checkId: string,
  { server, personId, step, signal }: PlanCheck,
): Promise<InspectionHandle | null> {
  try {
    const name = `inspect/preview/${server.id}/${personId}${step === undefined ? '' : `/${step}`}`;
    return await startInspection(temporal, name, {
      request: { kind: 'preview', checkId },
      signal,
    });
  } catch (error) {
    if (!(error instanceof EngineUnreachable)) throw error;
    return null;
  }
}

const UNCHECKED = {
  ...{ checked: null, compiledHash: null, observations: null, whole: false, progress: null },
  rejected: false,
};

interface WatchedCheck {
  id: string;
  check: PlanCheck;
  subscription: Subscription;
  handle: InspectionHandle;
}

/** Returns whether the check has ended. */
async function* steps(
  { db, temporal, shutdown }: Needed,
  { id, check, subscription, handle }: WatchedCheck,
): AsyncGenerator<PlanCheckStep, boolean> {
  const { server, signal } = check;
  const begunAt = performance.now();
  let inspected: Inspected | null = null;
  const answered = answerOf(temporal, handle, TIMEOUT_MS).then((answer) => (inspected = answer));
  await Promise.race([answered, sleep(FIRST_STEP_AFTER_MS)]);
  let lastSent = '';
  while (!signal.aborted && !shutdown.signal.aborted) {
    const end = inspected; // before the row is read: what was found by then is in it
    const row = await readPlanCheck(db, id);
    const checked = row === null || row.done === 0 ? null : row.milestones;
    const known = { ...UNCHECKED, checked, compiledHash: row?.compiledHash ?? null };
    if (end) {
      yield { ...known, ...lastStep(end, { checked, row, server }) };
      return true;
    }
    const waitedMs = performance.now() - begunAt;
    const workers = row?.stage === 'waiting' ? await countLiveWorkers(db) : 1;
    const problem = row && silenceSentence({ ...row, waitedMs, workers }, server.name);
    if (row === null || problem !== null) {
      yield { ...known, problem: problem ?? unansweredSentence('late') };
      return false;
    }
    const { stage, done, total } = row;
    const progress = { stage, done, total, slow: waitedMs > SLOW_MS };
    const serialized = JSON.stringify([progress, known.compiledHash]);
    if (serialized !== lastSent) yield { ...known, progress, problem: null };
    lastSent = serialized;
    await nextChange(subscription, answered, signal);
  }
  return false;
}

/** Resolves when something may have changed: the check has come further or has ended, a second has passed, or nobody waits any more. */
async function nextChange(
  subscription: Subscription,
  answered: Promise<unknown>,
  signal: AbortSignal,
): Promise<void> {
  const enough = new AbortController();
  const end = (): void => enough.abort();
  const timer = setTimeout(end, POLL_MS);
  signal.addEventListener('abort', end, { once: true });
  if (signal.aborted) end();
  try {
    await Promise.race([subscription.next(enough.signal), answered]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', end);
    end();
  }
}

interface LastKnown {
  /** What was written down of a check that ended without an answer. */
  checked: PreviewedMilestone[] | null;
  row: Progress | null;
  server: { name: string };
}

/** What the last step has. Throws AppError CONFLICT. */
function lastStep(
  inspected: Inspected,
  { checked, row, server }: LastKnown,
): Omit<PlanCheckStep, 'compiledHash'> {
  if (inspected.kind === 'answered') {
    const { answer } = inspected;
    if (answer.kind === 'preview')
      return {
        ...{ checked: answer.milestones, whole: true, progress: null, problem: null },
        ...{ observations: answer.observations, rejected: false },
      };
    const problem =
      answer.kind === 'refused' ? refusedSentence(answer, row, server.name) : unansweredSentence('failed');
    const rejected = answer.kind === 'refused' && answer.problem.code === 'plan_rejected';
    return { ...UNCHECKED, checked, problem, rejected };
  }
  if (inspected.reason === 'replaced') throw requestError('CONFLICT', { code: 'plan_replaced' });
  return { ...UNCHECKED, checked, problem: unansweredSentence(inspected.reason) };
}
