import type { InspectionAnswer } from '@milepost/packages-core/contract/inspection-workflow';
import { HostError } from '@milepost/packages-core/engine/host-error';
import { proveLaneFree } from '../closing/prove';
import type { Dependencies } from '../dependencies';

const WAIT_MS = 60_000;

/** "Prove it now": a minute for the server to answer; what cannot be proven is said, and the lane stays blocked. */
export async function proveServer(
  dependencies: Dependencies,
  { serverId }: { serverId: string },
  signal: AbortSignal,
): Promise<InspectionAnswer> {
  let why = 'it does not answer';
  const bound = AbortSignal.timeout(WAIT_MS);
  try {
    const left = await proveLaneFree(dependencies, {
      serverId,
      say: () => undefined,
      way: {
        connect: (until) => dependencies.hosts.connect({ serverId, credential: 'root' }, until),
        onLink: (event) => {
          if (event.kind === 'down') why = event.publicMessage;
        },
        signal: AbortSignal.any([signal, bound]),
      },
    });
    return left === null
      ? { kind: 'prove', status: 'proven' }
      : { kind: 'refused', code: 'left', message: left };
  } catch (error) {
    if (error instanceof HostError)
      return { kind: 'refused', code: error.code, message: error.publicMessage };
    if (bound.aborted)
      return { kind: 'refused', code: 'unreachable', message: `It cannot be proven now: ${why}` };
    throw error;
  }
}
