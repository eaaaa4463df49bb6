import type { Connection } from '@milepost/packages-core/ssh/transport/connection';
import { runOverLogin } from '@milepost/packages-core/ssh/login/run-over-login';
import { firstLine } from '@milepost/packages-core/ssh/transport/ssh-errors';
import { parseLines } from './facts';
import { Refused } from './refused';

const SCRIPT = `printf 'client=%s\\nmachineId=%s\\n' "\${SSH_CONNECTION%% *}" "$(cat /etc/machine-id)"; cat /etc/os-release`;

export interface SystemIdentity {
  machineId: string;
  /** The address from which the server sees us, for sshd's `Match` blocks; '' where it does not say. */
  clientAddress: string;
}

/** What can be seen of a server over a login that may do nothing yet: enough to refuse it before anything is changed. */
export async function identifySystem(connection: Connection, username: string): Promise<SystemIdentity> {
  const { ID, PRETTY_NAME, machineId, client } = parseLines(
    await runOverLogin(connection, { username, script: SCRIPT }),
  );
  if (ID !== 'debian' && ID !== 'ubuntu') {
    throw new Refused({ code: 'unsupported_system', system: PRETTY_NAME ? firstLine(PRETTY_NAME) : null });
  }
  return { machineId: machineId ?? '', clientAddress: client ?? '' };
}
