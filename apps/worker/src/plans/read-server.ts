import type { StateObservations } from '@milepost/contract/observed-states';
import type { Plan } from '@milepost/contract/plan';
import type { Host } from '@milepost/packages-core/engine/host';
import { withReconnect } from '@milepost/packages-core/engine/connection/with-reconnect';
import type { Heartbeat } from '../activities/heartbeat';
import { checkStates } from '../inspections/check-states';
import type { CheckedStates } from '../inspections/check-states';
import { monitorOperation } from '../milestone/connection/monitor-operation';
import type { Dependencies } from '../startup/dependencies';
import { observedStates } from './observed-states';
import { openSecretsForChecks } from './secrets-for-checks';
import { readFacts } from './read-facts';
import type { ServerReadings, WantedReadings } from './server-readings';

interface Reading {
  operationId: string;
  wanted: WantedReadings;
  heartbeat: Heartbeat;
}

/**
 * Reads on the server of an operation what has to be known before it is prepared. Waits for a server that cannot be reached; changes
 * nothing. Throws HostError for what waiting does not mend.
 */
export async function readServer(
  dependencies: Dependencies,
  { operationId, wanted, heartbeat }: Reading,
): Promise<ServerReadings> {
  const { monitor, connector } = await monitorOperation(dependencies, {
    ...{ operationId, heartbeat },
    activity: { code: 'reading_server' },
  });
  try {
    heartbeat.say({ code: 'reading_server' });
    if (wanted.kind === 'facts') {
      const read = (host: Host) => readFacts(host, wanted.reads, heartbeat.signal);
      return { facts: { reads: wanted.reads, outputs: await withReconnect(connector, read) } };
    }
    const { plan, planHash } = wanted;
    const secrets = await openSecretsForChecks(dependencies, { operationId, plan });
    const observe = (host: Host) => observeStates(host, { plan, secrets, signal: heartbeat.signal });
    return { observed: { planHash, states: await withReconnect(connector, observe) } };
  } finally {
    await monitor.settled();
  }
}

interface Observing {
  plan: Plan;
  secrets: Record<string, string>;
  signal: AbortSignal;
}

/** What the plan would find and change, as its preview observes it. */
async function observeStates(host: Host, { plan, secrets, signal }: Observing): Promise<StateObservations[]> {
  // Findings and diffs are for people.
  const milestones = plan.milestones.map((milestone) => ({
    ...milestone,
    states: milestone.states.flatMap(({ id, label, idempotent, apply, check, observe, verify }) => {
      const unused = { capture: null, undo: null };
      return observe ? [{ id, label, idempotent, apply, check, observe, verify, ...unused }] : [];
    }),
  }));
  const found: CheckedStates = new Map();
  const connect = () => Promise.resolve(host);
  await checkStates({
    connect,
    milestones,
    libraries: plan.libraries,
    secrets,
    signal,
    found,
    observing: true,
  });
  return observedStates(milestones, found);
}
