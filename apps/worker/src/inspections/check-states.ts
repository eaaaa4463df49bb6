import { withoutText } from '@milepost/contract/file-diff';
import type { Plan, PlannedMilestone, PlannedState } from '@milepost/contract/plan';
import type { Host } from '@milepost/packages-core/engine/host';
import { checkState } from './check-state';
import type { CheckContext, PreviewedState } from './check-state';
import { forEachConcurrently } from './for-each-concurrently';

/** What was found so far, by state of the plan. */
export type CheckedStates = Map<PlannedState, PreviewedState>;

interface StatesToCheck extends CheckContext {
  /** A connection for these states. */
  connect: (credential: Credential, signal: AbortSignal) => Promise<Host>;
  milestones: Plan['milestones'];
  /** Gets each result as it comes. */
  found: CheckedStates;
  onFound?: () => void;
}

export type Credential = PlannedMilestone['credential'];

/** Characters of all diffs of a plan: its preview is one row, written again and again. */
const MAX_DIFFS = 131_072;

/** One per channel of a connection. Another caller waits for one check at most. */
const CONCURRENT_CHECKS = 6;

/** Runs the checks of these milestones on a server, in their order, several at a time. Changes nothing. Throws HostError. */
export async function checkStates({
  connect: open,
  milestones,
  found,
  onFound,
  ...context
}: StatesToCheck): Promise<void> {
  const planned = milestones.flatMap(({ credential, states }) =>
    states.map((state) => ({ credential, state })),
  );
  const connections = new Map<Credential, Promise<Host>>();

  function connect(credential: Credential): Promise<Host> {
    const known = connections.get(credential);
    if (known) return known;
    const connection = open(credential, context.signal);
    connections.set(credential, connection);
    return connection;
  }

  let room = MAX_DIFFS;
  const fitting = (checked: PreviewedState): PreviewedState => {
    room -= checked.diff?.text.length ?? 0;
    return checked.diff && room < 0 ? { ...checked, diff: withoutText(checked.diff) } : checked;
  };

  await forEachConcurrently(planned, CONCURRENT_CHECKS, async ({ credential, state }) => {
    const host = await connect(credential);
    found.set(state, fitting(await checkState(host, state, context)));
    onFound?.();
  });
}
