import type { Connection } from '@milepost/packages-core/ssh/connection';
import { Refused } from './refused';
import { parseLines } from './facts';

/** What can be seen of a server over a login that may do nothing yet: enough to refuse it before anything is changed. */
export async function firstLook(connection: Connection): Promise<{ machineId: string }> {
  const [release, machineId] = await Promise.all([
    print(connection, 'cat /etc/os-release'),
    print(connection, 'cat /etc/machine-id'),
  ]);
  const { ID, PRETTY_NAME } = parseLines(release);
  if (ID !== 'debian' && ID !== 'ubuntu') {
    const what = PRETTY_NAME ? `it runs ${PRETTY_NAME}` : 'it does not say what it runs';
    throw new Refused('unsupported_system', `Milepost works on Debian and Ubuntu; ${what}.`);
  }
  return { machineId: machineId.trim() };
}

const TIMEOUT_MS = 10_000;
const MOST_BYTES = 16 * 1024;

async function print(connection: Connection, command: string): Promise<string> {
  let text = '';
  await connection.exec(command, {
    timeoutMs: TIMEOUT_MS,
    onOutput: (chunk) => {
      if (text.length < MOST_BYTES) text += chunk.toString('utf8');
    },
  });
  return text;
}
