import { randomUUID } from 'node:crypto';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { authorizeKey } from '../login/authorize-key';
import { connect } from '../transport/connect';
import { SshHost } from '../supervisor/ssh-host';
import { SUPERVISOR_SHA256 } from '../supervisor/supervisor-call';
import { ledgerCommand } from '../testing/commands';
import { SshHarness } from '../testing/ssh-harness';

const [flooding, honest] = inject('labServers');
const SPOOL = '/var/lib/milepost-flood';
const trial = new SshHarness(flooding!);
const other = new SshHarness(honest!);
afterAll(() => {
  trial.end();
  other.end();
});

const violation = { code: 'protocol_violated', host: flooding!.host };
const TOO_MUCH = { ...violation, violation: 'too_much' };
const UNREADABLE = { ...violation, violation: 'unreadable' };
/** A block of the event loop that a heartbeat, every second, does not notice. */
const DELAY_MS = 500;

/** Calls a supervisor that does this instead; answers with what became of it, and the longest delay of the event loop meanwhile. */
async function callInstead<T>(script: string, call: (host: SshHost) => Promise<T>) {
  await trial.read(
    `mkdir -p ${SPOOL}/bin; cat >${SPOOL}/bin/${SUPERVISOR_SHA256} <<'E_O_F'\n${script}\nE_O_F`,
  );
  const connection = await connect(trial.target());
  const host = new SshHost(connection, { username: 'root', spool: SPOOL });
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  const error: unknown = await call(host).then(
    () => null,
    (reason: unknown) => reason,
  );
  delay.disable();
  expect(connection.lost.aborted, 'the connection is closed').toBe(true);
  return { error, delayMs: delay.max / 1e6 };
}

const READY = 'echo mp ready; echo mp ready >&2';
const HEADER = '0'.repeat(64);

describe('a supervisor that sends', () => {
  test.each([
    { what: 'standard error without a line and a beginning', script: 'exec cat /dev/zero >&2' },
    { what: 'a line without an end', script: `${READY}; exec cat /dev/zero >&2` },
    { what: 'words without an end', script: `${READY}; exec yes mp waiting >&2` },
    { what: 'empty lines without an end', script: `${READY}; exec yes '' >&2` },
    { what: 'marks without an end', script: `${READY}; exec yes '1 apply 0 1' >&2` },
    { what: 'output without a beginning', script: 'exec cat /dev/zero' },
    { what: 'a spool without an end', script: `${READY}; exec cat /dev/zero` },
    {
      what: 'an exit record of no numbers',
      script: `${READY}; echo mp end 0 x 0 ${HEADER} >&2; sleep 60`,
      unreadable: true,
    },
    {
      what: 'a mark past all output',
      script: `${READY}; echo 1 apply 99999999999999999999 1 >&2; sleep 60`,
      unreadable: true,
    },
  ])('$what loses its connection at once', async ({ script, unreadable }) => {
    const began = performance.now();
    const { error, delayMs } = await callInstead(script, (host) => host.spool());
    expect(error).toMatchObject({ code: 'unusable', problem: unreadable ? UNREADABLE : TOO_MUCH });
    expect(delayMs).toBeLessThan(DELAY_MS);
    expect(performance.now() - began).toBeLessThan(20_000);
  });

  test('output from before what was asked for loses its connection at once', async () => {
    const { error } = await callInstead(`echo mp ready 5; echo mp ready >&2; echo 12345; sleep 60`, (host) =>
      host.attach(
        { operation: randomUUID(), key: 'step.first' },
        {
          from: { offset: 10, mark: 0 },
          sink: { output: () => undefined, mark: () => undefined },
          ...{ waitSeconds: 1, signal: trial.signal },
        },
      ),
    );
    expect(error).toMatchObject({ code: 'unusable', problem: UNREADABLE });
  });

  test('a line without an end disturbs nobody who follows another server', async () => {
    const command = ledgerCommand(await other.spool(), 'for n in 1 2 3 4 5 6; do echo $n; sleep 0.3; done');
    const followed = other.run(command);
    const { error } = await callInstead(`${READY}; exec cat /dev/zero >&2`, (host) => host.spool());
    expect(error).toMatchObject({ code: 'unusable' });
    const { answer, output, link } = await followed;
    expect(answer).toEqual({ kind: 'done', applied: 1 });
    expect(output.toString()).toBe('1\n2\n3\n4\n5\n6\n');
    expect(link.filter(({ kind }) => kind === 'down')).toEqual([]);
  });
});

describe('a login shell that sends', () => {
  const password = randomUUID();
  beforeAll(() =>
    trial.read(`useradd -m -s /usr/local/bin/flood mallory; echo 'mallory:${password}' | chpasswd`),
  );

  test.each([
    { what: 'standard error without an end', script: 'exec cat /dev/zero >&2' },
    { what: 'output without an end', script: 'exec cat /dev/zero' },
  ])('$what loses its connection when the key is to be installed', async ({ script }) => {
    await trial.read(
      `printf '%s\\n' '#!/bin/sh' '${script}' >/usr/local/bin/flood; chmod 755 /usr/local/bin/flood`,
    );
    const login = { ...trial.target(), username: 'mallory', login: { password } };
    const connection = await connect(login);
    const key = { publicKey: 'ssh-ed25519 AAAA', username: 'mallory', sudoPassword: password };
    await expect(authorizeKey(connection, key)).rejects.toMatchObject({
      code: 'unusable',
      problem: TOO_MUCH,
    });
    expect(connection.lost.aborted).toBe(true);
  });
});

test('a script that prints more than is kept is read to its end; one that prints without an end is not', async () => {
  const host = await trial.host();
  const { stdout, exitCode } = await host.read('head -c 2000000 /dev/zero; exit 3', { maxBytes: 1_000 });
  expect({ length: stdout.length, exitCode }).toEqual({ length: 1_000, exitCode: 3 });
  await expect(host.read('cat /dev/zero', { maxBytes: 1_000 })).rejects.toMatchObject({
    code: 'unusable',
    problem: TOO_MUCH,
  });
});
