import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { SpoolState } from '../../engine/host';
import { HostRefusal } from '../../engine/host-error';
import { ledgerCommand } from '../testing/commands';
import { SshHarness } from '../testing/ssh-harness';
import { waitUntil } from '../testing/wait-until';

const [access] = inject('labServers');
const ways = [
  { way: 'in a systemd unit', place: {} },
  { way: 'with setsid', place: { withoutUnits: true } },
];

/** Each in a way of its own not where one would look for it; all sleep for a time nobody else sleeps for. */
const SCATTERED = [
  'trap "" TERM',
  'sleep 77701 &',
  'setsid sleep 77702 &',
  'sh -c "exec 9>&-; exec sleep 77703" &',
  'sudo -n sleep 77704 &',
  'sudo -n -u nobody sleep 77705 &',
  'su -s /bin/sh -c "sleep 77706" nobody &',
  'runuser -l -s /bin/sh -c "sleep 77707" nobody &',
  '(setsid sh -c "trap : TERM; sleep 77708; sleep 77709" &)',
].join('\n');

describe.each(ways)('a stop $way', ({ place }) => {
  const trial = new SshHarness(access!, place);
  const options = { fence: 2, dpkgSeconds: 5, graceSeconds: 1, signal: trial.signal };
  let spool: SpoolState;
  beforeAll(async () => {
    spool = await trial.spool();
  });
  afterAll(() => trial.end());

  const sleepers = async () =>
    (await trial.read('pgrep -x sleep -a | grep -o "777.*" | sort')).split('\n').filter(Boolean);

  test('ends whoever ignores, leaves, closes or changes user, and verifies it', async () => {
    const command = ledgerCommand(spool, `${SCATTERED}\nwait`);
    const running = trial.run(command);
    const all = ['77701', '77702', '77703', '77704', '77705', '77706', '77707', '77708'];
    await waitUntil('all sleep', async () => (await sleepers()).join() === all.join());
    expect(await (await trial.host()).stop(command, options)).toEqual({ kind: 'clean' });
    expect(await sleepers()).toEqual([]);
    expect((await running).answer).toMatchObject({ kind: 'lost', state: 1, phase: 'apply' });
    expect((await trial.ledger()).get(command.operation)).toBe(1);
  });

  test('keeps what is late from starting', async () => {
    const command = ledgerCommand(spool);
    expect(await (await trial.host()).stop(command, options)).toEqual({ kind: 'clean' });
    expect((await trial.run(command)).answer).toMatchObject({ kind: 'refused', reason: 'fenced' });
    expect((await trial.ledger()).get(command.operation)).toBeUndefined();
  });

  test('an outdated stop is rejected', async () => {
    const host = await trial.host();
    const command = ledgerCommand(spool);
    await host.fence(command.operation, 3);
    await expect(host.stop(command, options)).rejects.toThrow(HostRefusal);
    await expect(host.stop(command, options)).rejects.toMatchObject({ code: 'refused', reason: 'fenced' });
  });
});

describe('a stop of dpkg', () => {
  const trial = new SshHarness(access!);
  let spool: SpoolState;
  beforeAll(async () => {
    spool = await trial.spool();
    await trial.read(`
      mkdir -p /root/slow/DEBIAN && cd /root
      printf 'Package: slow\\nVersion: 1\\nArchitecture: all\\nMaintainer: nobody\\nDescription: slow\\n' >slow/DEBIAN/control
      printf '#!/bin/sh\\nsleep 3\\n' >slow/DEBIAN/postinst; chmod 755 slow/DEBIAN/postinst
      dpkg-deb -b slow slow.deb`);
  });
  afterAll(() => trial.end());

  const status = () => trial.read(`dpkg-query -W -f '\${db:Status-Status}' slow`);
  const install = async () => {
    await trial.read('dpkg --purge slow');
    const command = ledgerCommand(spool, 'dpkg -i /root/slow.deb; sleep 60');
    const running = trial.run(command);
    await waitUntil('dpkg configures', async () => (await status()) === 'half-configured');
    return { command, running };
  };

  test('lets it end first', async () => {
    const { command, running } = await install();
    const host = await trial.host();
    expect(
      await host.stop(command, { fence: 2, dpkgSeconds: 30, graceSeconds: 2, signal: trial.signal }),
    ).toEqual({ kind: 'clean' });
    expect(await status()).toBe('installed');
    expect((await running).answer.kind).toBe('lost');
  });

  test('a stop of dpkg that takes too long needs a decision; forced, dpkg is repaired', async () => {
    const { command, running } = await install();
    const host = await trial.host();
    const options = { fence: 2, dpkgSeconds: 0, graceSeconds: 2, signal: trial.signal };
    const question = await host.stop(command, options);
    expect(question).toMatchObject({
      kind: 'dpkg_working',
      processes: expect.arrayContaining([expect.stringMatching(/:dpkg$/)]) as string[],
    });
    expect(await host.stop(command, { ...options, force: true })).toEqual({
      kind: 'clean',
      dpkg: 'repaired',
    });
    expect(await status()).toBe('installed');
    expect((await running).answer.kind).toBe('lost');
  });
});
