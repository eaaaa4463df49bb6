import type { InspectionResult } from '@milepost/contract/inspection-workflow';
import { HostError } from '@milepost/packages-core/engine/host-error';
import { joinSignals } from '@milepost/packages-core/engine/connection/join-signals';
import { verifyServerStopped } from '../closing/verify-server-stopped';
import type { Dependencies } from '../startup/dependencies';

const TIMEOUT_MS = 60_000;

/** "Verify now": the server has a minute to answer; otherwise the reason is returned and the queue stays blocked. */
export async function verifyStoppedNow(
  dependencies: Dependencies,
  { serverId }: { serverId: string },
  signal: AbortSignal,
): Promise<InspectionResult> {
  let problem = 'it does not answer';
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
          if (event.kind === 'down') problem = event.publicMessage;
        },
        signal: until.signal,
      },
    });
    return remaining === null
      ? { kind: 'verify_stopped', status: 'verified' }
      : { kind: 'refused', code: 'left', message: remaining };
  } catch (error) {
    if (error instanceof HostError)
      return { kind: 'refused', code: error.code, message: error.publicMessage };
    if (timedOut)
      return { kind: 'refused', code: 'unreachable', message: `It cannot be proven now: ${problem}` };
    throw error;
  } finally {
    clearTimeout(timer);
    until.release();
  }
}
