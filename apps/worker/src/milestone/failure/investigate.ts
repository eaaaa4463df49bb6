import { appendOutput } from '@milepost/db/operations/output/append-output';
import { readStateOutput } from '@milepost/db/operations/output/read-state-output';
import type { PlannedMilestone } from '@milepost/contract/plan';
import { completeScript } from '@milepost/packages-core/dsl/plan/stored-libraries';
import type { CommandResult } from '@milepost/packages-core/engine/host';
import type { Dependencies } from '../../startup/dependencies';
import { askAbout, askingServer } from '../connection/ask-server';
import type { AskServer } from '../connection/ask-server';
import { diagnose, isKnown } from './diagnose';
import { PRINTED_BYTES, readable, readableTail } from '../output/readable-output';
import type { MilestoneRun } from '../load-milestone-run';
import { transientOf } from './transient';

/** What is known of a failure beyond its exit code. Texts are as people read them. */
export interface Investigation {
  /** By the failed state. */
  printed: string;
  /** By its `explain`, afterwards; empty where it did not run. */
  explained: string;
  /** What the server says of the cause: who uses the port, which file system is full. */
  refined: { cause: string; hint: string } | null;
}

interface EndedCommand {
  commandId: string;
  answer: CommandResult;
  milestone: PlannedMilestone;
  secrets: Record<string, string> | null;
  /** No retry follows: a transient failure is investigated only then. */
  isLastAttempt: boolean;
}

const NOTHING: Investigation = { printed: '', explained: '', refined: null };

/**
 * Reads what a failed state printed, and inspects the server for what the output does not show. What is found there is stored with the
 * output. The looking only reads, within bounds; where it does not succeed the failure is reported without it.
 */
export async function investigate(
  dependencies: Dependencies,
  milestoneRun: MilestoneRun,
  ended: EndedCommand,
): Promise<Investigation> {
  const { answer } = ended;
  if (answer.kind === 'failed' && answer.phase === 'confirm') return NOTHING; // the supervisor knows why
  if (answer.kind === 'failed') return investigateFailure(dependencies, milestoneRun, { ...ended, answer });
  const full = answer.kind === 'spool_full' || (answer.kind === 'refused' && answer.reason === 'disk_full');
  if (!full) return NOTHING;
  const diskAnswer = await attempt(dependencies, { ...milestoneRun, secrets: ended.secrets }, (ask) =>
    askAbout('disk', ask),
  );
  return { ...NOTHING, refined: diskAnswer?.refined ?? null };
}

type Failed = EndedCommand & { answer: Extract<CommandResult, { kind: 'failed' }> };

async function investigateFailure(
  dependencies: Dependencies,
  milestoneRun: MilestoneRun,
  failed: Failed,
): Promise<Investigation> {
  const { answer, commandId, milestone, secrets, isLastAttempt } = failed;
  const { state: n, phase, exitCode } = answer;
  const { bytes, end } = await readStateOutput(dependencies.db, {
    commandId,
    state: n,
    limitBytes: PRINTED_BYTES,
  });
  const printed = readableTail(bytes);
  const state = milestone.states[n - 1];
  const { topic } = diagnose(state, { printed, explained: '', exitCode });
  if (!isLastAttempt && transientOf(milestone, { printed, topic })) return { ...NOTHING, printed };
  const found = await attempt(dependencies, { ...milestoneRun, secrets }, async (ask) => {
    const explains = (phase === 'apply' || phase === 'verify') && !isKnown(state, printed);
    const explained =
      explains && state?.explain
        ? readable(await ask(completeScript(milestoneRun.plan.libraries, state.explain)))
        : '';
    const { refined, text } = await askAbout(diagnose(state, { printed, explained, exitCode }).topic, ask);
    await store(dependencies, milestoneRun, {
      commandId,
      printed,
      end,
      text: [explained, text].join('\n').trim(),
    });
    return { explained, refined };
  });
  return { ...NOTHING, ...found, printed };
}

/** Null where the server could not be asked. */
async function attempt<T>(
  { log }: Dependencies,
  { connector, operationId, secrets }: MilestoneRun & Pick<EndedCommand, 'secrets'>,
  use: (ask: AskServer) => Promise<T>,
): Promise<T | null> {
  if (!secrets) return null;
  try {
    return await askingServer({ connector, secrets }, use);
  } catch (error) {
    connector.signal.throwIfAborted();
    log.warn({ operationId, reason: String(error) }, 'A failure could not be looked into');
    return null;
  }
}

interface NewOutput {
  commandId: string;
  printed: string;
  /** Bytes of output that are stored. */
  end: number;
  text: string;
}

async function store(
  { db, publishOperation }: Dependencies,
  { operationId, milestone }: MilestoneRun,
  { commandId, printed, end, text }: NewOutput,
): Promise<void> {
  if (text === '') return;
  const separator = printed === '' || printed.endsWith('\n') ? '' : '\n';
  const bytes = new TextEncoder().encode(`${separator}${text}\n`);
  await appendOutput(db, { operationId, commandId, milestone, offset: end, bytes });
  publishOperation(operationId);
}
