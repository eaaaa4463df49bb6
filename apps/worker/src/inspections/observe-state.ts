import { parseFileDiff } from '@milepost/contract/file-diff';
import type { FileDiff } from '@milepost/contract/file-diff';
import type { PreviewedMilestone } from '@milepost/contract/inspection-workflow';
import { parseObservations } from '@milepost/contract/observation';
import type { PlannedState } from '@milepost/contract/plan';
import type { Host } from '@milepost/packages-core/engine/host';
import { readCommand } from './read-command';
import type { ReadContext } from './read-command';

export type Observed = Pick<PreviewedMilestone['states'][number], 'observations' | 'unobserved' | 'diff'>;

/** A thousand packages. */
const MAX_OBSERVED_BYTES = 131_072;
/** A diff is bounded on the server already. */
const MAX_DIFF_BYTES = 32_768;

/** What a state would find and change on the server. Where its scripts fail, a plan is complete without it. Throws HostError. */
export async function observeState(
  host: Host,
  { observe, diff }: Pick<PlannedState, 'observe' | 'diff'>,
  context: ReadContext,
): Promise<Observed> {
  const observed =
    observe && (await readCommand(host, observe, { ...context, maxBytes: MAX_OBSERVED_BYTES }));
  const observations = observed?.exitCode === 0 ? parseObservations(observed.stdout) : [];
  const compared = diff && (await readCommand(host, diff, { ...context, maxBytes: MAX_DIFF_BYTES }));
  const change: FileDiff | null = compared?.exitCode === 0 ? parseFileDiff(compared.stdout) : null;
  const unobserved = observed !== undefined && observed.exitCode !== 0;
  return {
    ...(unobserved && { unobserved }),
    ...(observations.length > 0 && { observations }),
    ...(change && { diff: change }),
  };
}
