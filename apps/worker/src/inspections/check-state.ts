import { parseFindings } from '@milepost/contract/finding';
import type { Finding } from '@milepost/contract/finding';
import { parseObservations } from '@milepost/contract/observation';
import type { PreviewedMilestone } from '@milepost/contract/inspection-workflow';
import type { Plan, PlannedCommand, PlannedState } from '@milepost/contract/plan';
import { completeScript } from '@milepost/packages-core/dsl/plan/stored-libraries';
import type { Host, ReadResult } from '@milepost/packages-core/engine/host';
import { redactText } from '@milepost/packages-core/engine/output/redact-text';
import { mostRelevantLine } from '../milestone/output/readable-output';

export type PreviewedState = PreviewedMilestone['states'][number];

/** What a script may take. */
const CHECK_SECONDS = 10;
/** The server counts from before the script has arrived: one round trip. */
const SENDING_SECONDS = 5;
/** The exit code of timeout(1). */
const TIMED_OUT = 124;
const MAX_BYTES = 8192;

export interface CheckContext {
  /** Of the plan. */
  libraries?: Plan['libraries'];
  secrets: Record<string, string>;
  /** Aborted when nobody waits for the preview any more: checks that have not begun do not begin. */
  signal: AbortSignal;
}

/** Whether a state holds on the server, and what its preview says where it does not. Throws HostError. */
export async function checkState(
  host: Host,
  state: PlannedState,
  context: CheckContext,
): Promise<PreviewedState> {
  const { id, check, preview, observe, losses } = state;
  const checked = check && (await read(host, check, context));
  if (checked?.exitCode === 0) return { id, is: 'already_true' };
  const found = preview ? await findingsOf(host, preview, context) : [];
  const observed = observe ? parseObservations((await read(host, observe, context)).stdout) : [];
  const findings = {
    ...(found.length > 0 && { findings: found }),
    ...(observed.length > 0 && { observations: observed }),
  };
  if (!checked)
    return {
      id,
      is: 'unknown',
      ...(state.noCheckReason !== undefined && { detail: state.noCheckReason }),
      ...findings,
    };
  if (checked.exitCode === 1)
    return { id, is: 'to_do', ...(losses && { losses: await lossesOf(host, losses, context) }), ...findings };
  if (checked.exitCode === TIMED_OUT)
    return { id, is: 'unknown', detail: 'The check took too long', ...findings };
  const line = mostRelevantLine(checked.stderr || checked.stdout) ?? `Exit code ${checked.exitCode}`;
  return { id, is: 'unknown', detail: line, ...findings };
}

/** What a script of the plan prints, without the secrets: also not encoded, or in what else it lists. */
async function read(
  host: Host,
  command: PlannedCommand,
  { libraries, secrets, signal }: CheckContext,
): Promise<ReadResult> {
  const needed = Object.fromEntries(
    command.secrets.flatMap((name) => (name in secrets ? [[name, secrets[name] ?? '']] : [])),
  );
  const bounds = { timeoutSeconds: CHECK_SECONDS + SENDING_SECONDS, maxBytes: MAX_BYTES, signal };
  const answer = await host.read(completeScript(libraries, command), { secrets: needed, ...bounds });
  const redact = (text: string): string => redactText(text, Object.values(secrets));
  return { ...answer, stdout: redact(answer.stdout), stderr: redact(answer.stderr) };
}

async function findingsOf(host: Host, preview: PlannedCommand, context: CheckContext): Promise<Finding[]> {
  const { stdout } = await read(host, preview, context);
  return parseFindings(stdout);
}

const MAX_LOSSES = 50;

async function lossesOf(host: Host, losses: PlannedCommand, context: CheckContext): Promise<string[]> {
  const { stdout } = await read(host, losses, context);
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .slice(0, MAX_LOSSES);
}
