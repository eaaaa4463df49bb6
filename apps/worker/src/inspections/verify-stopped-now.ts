import type { HostProblem } from '@milepost/contract/errors/host-problem';
import type { InspectionResult } from '@milepost/contract/inspection-workflow';
import { joinSignals } from '@milepost/packages-core/engine/connection/join-signals';
import { verifyServerStopped } from '../closing/verify-server-stopped';
import type { Dependencies } from '../startup/dependencies';
import { refusalOf } from './refused';

const TIMEOUT_MS = 60_000;

/** "Verify now": the server has a minute to answer; otherwise the reason is returned and the queue stays blocked. */
export async function verifyStoppedNow(
  dependencies: Dependencies,
  { serverId }: { serverId: string },
  signal: AbortSignal,
): Promise<InspectionResult> {
  let problem: HostProblem | null = null;
  let timedOut = false;
  const until = joinSignals(signal);
  const timer = setTimeout(() => {
    timedOut = true;
    until.abort(new Error(`No proof within ${TIMEOUT_MS} ms`));
  }, TIMEOUT_MS);
  try {
    const remaining = await verifyServerStopped(dependencies, {
      serverId,
      say: () => undefined,
      connector: {
        connect: (until) => dependencies.hosts.connect({ serverId, credential: 'root' }, until),
        onConnectionEvent: (event) => {
          if (event.kind === 'down') problem = event.problem;
        },
        signal: until.signal,
      },
    });
    return remaining === null
      ? { kind: 'verify_stopped', status: 'verified' }
      : { kind: 'refused', code: 'left', problem: { code: 'processes_remaining', processes: remaining } };
  } catch (error) {
    const refused = refusalOf(error);
    if (refused) return refused;
    if (timedOut)
      return { kind: 'refused', code: 'unreachable', problem: { code: 'stop_not_verified', problem } };
    throw error;
  } finally {
    clearTimeout(timer);
    until.release();
  }
}
