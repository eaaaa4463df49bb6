import { afterAll, describe, expect, inject, test } from 'vitest';
import { encodeRequest } from '../../engine/request';
import { connect } from '../transport/connect';
import { remoteCommand } from './remote-shell';
import { SUPERVISOR_SHA256 } from './supervisor-call';
import { ledgerCommand } from '../testing/commands';
import { SshHarness } from '../testing/ssh-harness';

const [access] = inject('labServers');
const trial = new SshHarness(access!);
afterAll(() => trial.end());

const SPOOL = '/var/lib/milepost';
const supervisor = `${SPOOL}/bin/${SUPERVISOR_SHA256}`;

/** What a script prints that is given `input` on stdin; stderr with it. */
async function say(script: string, input: Uint8Array): Promise<string> {
  const connection = await connect(trial.target());
  let said = '';
  const hear = (chunk: Buffer): void => void (said += chunk.toString());
  await connection.exec(
    remoteCommand({ username: 'root' }, ['/bin/sh', '-c', script], { timeoutSeconds: 60 }),
    { input, timeoutMs: 60_000, onOutput: hear, onErrorOutput: hear },
  );
  connection.close();
  return said;
}

describe('an executor', () => {
  /** What a starter holds open: the request on fd 8, no secrets on 7, a pipe for the answer on 6. It lives for a while. */
  const starter = `
    cd "$(mktemp -d)" && sed 1d >request && mkfifo answer
    exec 6<>answer 7</dev/null 8<request
    sleep 20 >/dev/null 2>&1 & starter=$!
    read -r stat </proc/$starter/stat && set -- $stat && shift 21`;
  const execute = (command: { operation: string; key: string }, birth: string): string => `${starter}
    /bin/sh ${supervisor} run ${SPOOL} ${command.operation} ${command.key} $starter ${birth} >/dev/null 2>&1
    echo "$?"; kill $starter; cat ${SPOOL}/op/${command.operation}.log 2>/dev/null | grep -c " claim "`;

  test.each([
    { of: 'its starter', birth: '$1', says: '0\n1\n', ran: 1 },
    {
      of: 'a stranger who has the process id of its starter',
      birth: '$(($1 - 1))',
      says: '1\n0\n',
      ran: undefined,
    },
  ])('takes the request of $of: $ran', async ({ birth, says, ran }) => {
    await trial.run(ledgerCommand(await trial.spool())); // the supervisor is there
    const command = ledgerCommand(await trial.spool());
    expect(await say(execute(command, birth), encodeRequest(command, {}))).toBe(says);
    expect((await trial.ledger()).get(command.operation)).toBe(ran);
  });
});

describe('a start by bash as /bin/sh', () => {
  test.each([
    { documents: 'pipes', environment: '' },
    { documents: 'files', environment: 'BASH_COMPAT=5.0' },
  ])('a start by bash works where its here-documents are $documents', async ({ environment }) => {
    await trial.run(ledgerCommand(await trial.spool()));
    const command = ledgerCommand(await trial.spool(), 'echo by "${BASH:-another}"');
    // In a mount namespace of its own: for all others the shell is what it was.
    const script = `exec unshare --mount --propagation private /bin/sh -c '
      mount --bind /bin/bash "$(readlink -f /bin/sh)" &&
      exec env ${environment} MP_SETSID=1 /bin/sh ${supervisor} start ${SPOOL} 10 1 999999'`;
    const said = await say(script, encodeRequest(command, {}));
    expect(said).toMatch(/^mp claimed \d+$/m);
    expect(said).toContain('by /bin/sh\n');
    expect(said).toMatch(/^mp end 0 001 0 000$/m);
    expect((await trial.ledger()).get(command.operation)).toBe(1);
  });
});
