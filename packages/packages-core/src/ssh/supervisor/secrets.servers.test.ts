import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { openLab } from '@milepost/lab/lab';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { ledgerCommand, state } from '../testing/commands';
import { SshHarness } from '../testing/ssh-harness';
import { waitUntil } from '../testing/wait-until';

const [access] = inject('labServers');
const server = openLab(inject('lab')).server(1);
const SECRET = 'Tr0ub4dor-and-three-more-words';
const FORMS = [SECRET, Buffer.from(SECRET).toString('base64').replace(/=+$/, '').slice(0, -1)];
/** The one place where a secret may lie: the software's own configuration. */
const CONFIGURATION = '/etc/trial.conf';

beforeAll(async () => {
  const installed = await server.exec('apt-get update -qq && apt-get install -y -qq strace', {
    timeout: 110_000,
  });
  if (installed.exitCode !== 0) throw new Error(`no strace: ${installed.stderr}`);
});

/** Everything that is executed on the server while `work` is done, with arguments and environment, seen from outside. */
async function executed(work: () => Promise<void>): Promise<string> {
  const strace = 'exec strace -f -q -v -s 65536 -e trace=execve -p 1 $(pgrep -o -x sshd | sed "s/^/-p /")';
  const [program = '', ...args] = await server.terminal('console', ['sh', '-c', strace]);
  const tracer = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let trace = '';
  tracer.stderr.on('data', (chunk: Buffer) => (trace += chunk.toString('latin1')));
  const sees = async () => {
    await server.ssh('/bin/true the-tracer-sees-this');
    return trace.includes('the-tracer-sees-this');
  };
  await waitUntil('the tracer sees', sees);
  await work();
  await server.ssh('/bin/true all-is-seen');
  await waitUntil('all is seen', () => trace.includes('all-is-seen'));
  const exited = once(tracer, 'exit');
  await server.exec('pkill -x strace');
  await exited;
  return trace;
}

describe.each([
  { way: 'in a systemd unit', place: {} },
  { way: 'with setsid', place: { withoutUnits: true } },
])('a secret used $way', ({ place }) => {
  const trial = new SshHarness(access!, place);
  afterAll(() => trial.end());

  const read = 'sed -n "s/^password //p" "$MP_SECRETS" | base64 -d';

  test('is in no argument list and no environment at any exec, and in no file but its own', async () => {
    const command = {
      ...ledgerCommand(await trial.spool()),
      states: [
        state(`{ printf "password="; ${read}; echo; } >${CONFIGURATION}`, {
          check: `[ "$(${read})" = "$(sed -n s/^password=//p ${CONFIGURATION} 2>/dev/null)" ]`,
          verify: `grep -q "^password=$(printf %.3s "$(${read})")" ${CONFIGURATION}`,
        }),
        state(
          'ls /proc/self/fd >/dev/null; sleep 0.2; cat $MP_SECRETS | sha256sum; sudo -u nobody cat <$MP_SECRETS | sha256sum',
        ),
      ],
    };
    await trial.read(`rm -f ${CONFIGURATION}`);
    const trace = await executed(async () => {
      const outcome = await trial.run(command, { secrets: { password: SECRET } });
      expect(outcome.answer).toEqual({ kind: 'done', applied: 2 });
      const [mine, theirs] = outcome.output.toString().trim().split('\n');
      expect(mine).toBe(theirs);
      const checks = await (
        await trial.host()
      ).read(`[ "$(${read})" = "$(sed -n s/^password=//p ${CONFIGURATION})" ]`, {
        secrets: { password: SECRET },
      });
      expect(checks.exitCode).toBe(0);
    });
    expect(trace).toContain(`run", "/var/lib/milepost", "${command.operation}"`);
    expect(trace).toContain('DEBIAN_FRONTEND=noninteractive');
    for (const form of FORMS) expect(trace).not.toContain(form);

    expect(await trial.read(`cat ${CONFIGURATION}`)).toContain(SECRET);
    const places = '/etc /root /home /var /run /tmp /dev/shm /opt /srv /usr/local';
    for (const form of FORMS) {
      const found = await server.exec(`grep -rlaF -e '${form}' ${places} | grep -v '^/proc/'`);
      expect(found.stdout.split('\n').filter((file) => file && file !== CONFIGURATION)).toEqual([]);
    }
  });
});
