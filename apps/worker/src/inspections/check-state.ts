import { parseFindings } from '@milepost/contract/finding';
import type { Finding } from '@milepost/contract/finding';
import type { PreviewedMilestone } from '@milepost/contract/inspection-workflow';
import type { PlannedCommand, PlannedState } from '@milepost/contract/plan';
import type { Host } from '@milepost/packages-core/engine/host';
import { mostRelevantLine } from '../milestone/output/readable-output';
import { observeState } from './observe-state';
import { readCommand } from './read-command';
import type { ReadContext } from './read-command';

export type PreviewedState = PreviewedMilestone['states'][number];

/** The exit code of timeout(1). */
const TIMED_OUT = 124;

export interface CheckContext extends ReadContext {
  /** Also what would be found and changed where a state does not hold: for people, who see a plan. */
  observing?: boolean;
}

/** Whether a state holds on the server, and what it would find and change there where it does not. Throws HostError. */
export async function checkState(
  host: Host,
  state: PlannedState,
  context: CheckContext,
): Promise<PreviewedState> {
  const checked = await runChecks(host, state, context);
  if (checked.is === 'already_true' || context.observing !== true) return checked;
  return { ...checked, ...(await observeState(host, state, context)) };
}

async function runChecks(host: Host, state: PlannedState, context: CheckContext): Promise<PreviewedState> {
  const { id, check, preview, losses } = state;
  const checked = check && (await readCommand(host, check, context));
  if (checked?.exitCode === 0) return { id, is: 'already_true' };
  const found = preview ? await findingsOf(host, preview, context) : [];
  const findings = found.length > 0 && { findings: found };
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

async function findingsOf(host: Host, preview: PlannedCommand, context: CheckContext): Promise<Finding[]> {
  const { stdout } = await readCommand(host, preview, context);
  return parseFindings(stdout);
}

const MAX_LOSSES = 50;

async function lossesOf(host: Host, losses: PlannedCommand, context: CheckContext): Promise<string[]> {
  const { stdout } = await readCommand(host, losses, context);
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .slice(0, MAX_LOSSES);
}
