import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { StateHarness } from '../../dsl/testing/state-harness';
import * as ufw from './ufw';

const [first, second] = inject('labServers');
const server = new StateHarness(first!);
const other = new StateHarness(second!);
afterAll(() => {
  server.end();
  other.end();
});
const MINUTES = 60_000;
const INSTALL =
  'export DEBIAN_FRONTEND=noninteractive; apt-get -qq update; apt-get -qqy install --no-install-recommends';

beforeAll(async () => {
  await server.run(`${INSTALL} ufw`);
  for (const port of [8001, 8002])
    await server.run(
      `systemd-run -q --unit=listen-${port} perl -MIO::Socket::INET -e 'my $s = IO::Socket::INET->new(LocalPort => ${port}, Listen => 9) or die; while ($s->accept) {}'`,
    );
}, 5 * MINUTES);

const SSH = ufw.rule({ action: 'allow', port: 22, protocol: 'tcp' });

/** Whether the other server reaches these ports of the first. */
const reaches = async (port: number) =>
  (await other.run(
    `timeout 3 bash -c 'exec 3<>/dev/tcp/${first!.host}/${port}' 2>/dev/null && echo yes || echo no`,
  )) === 'yes';

test(
  'the firewall is on, lets ssh and a rule in, and all of it is undone',
  { timeout: 5 * MINUTES },
  async () => {
    const states = [
      SSH,
      ufw.rule({ action: 'allow', port: 8001, protocol: 'tcp' }),
      ufw.active({ incoming: 'deny', outgoing: 'allow' }),
    ];
    expect(await reaches(8002)).toBe(true);
    await server.expectThereAndBack(states, {
      between: async () => {
        expect([await reaches(22), await reaches(8001), await reaches(8002)]).toEqual([true, true, false]);
        expect(await server.run('ufw show added')).toContain('ufw allow 22/tcp');
      },
    });
    expect([await reaches(8002), await server.run('ufw status')]).toEqual([true, 'Status: inactive']);
    expect(await server.run('ufw show added')).not.toContain('8001');
  },
);

test('rules come and go while the firewall is on', { timeout: 5 * MINUTES }, async () => {
  await server.bringAbout([SSH, ufw.active({ incoming: 'deny', outgoing: 'allow' })]);
  await server.expectThereAndBack(
    ufw.rule({ action: 'allow', port: 8002, protocol: 'tcp', from: second!.host }, { first: true }),
    { between: async () => expect([await reaches(8001), await reaches(8002)]).toEqual([false, true]) },
  );
  await server.expectThereAndBack(ufw.rule({ action: 'limit', port: '8001:8002', protocol: 'tcp' }));
  await server.bringAbout(ufw.rule({ action: 'allow', port: 8001 }));
  await server.expectThereAndBack(ufw.ruleAbsent({ action: 'allow', port: 8001 }), {
    between: async () => expect(await reaches(8001)).toBe(false),
  });
  expect(await reaches(8001)).toBe(true);
});

test('nothing shuts out ssh', async () => {
  await expect(server.bringAbout(ufw.rule({ action: 'deny', port: 22 }, { first: true }))).rejects.toThrow(
    'is that of ssh',
  );
  await expect(
    server.bringAbout(ufw.ruleAbsent({ action: 'allow', port: 22, protocol: 'tcp' })),
  ).rejects.toThrow('no other rule lets it in');
  expect(await reaches(22)).toBe(true);
});

describe('a change that shuts the console out, by a rule about its address', () => {
  /** By which address this machine comes. Its connections that stand are let in before all rules are asked. */
  const ownAddress = () => server.run('echo "${SSH_CONNECTION%% *}"');
  const shutOut = async () =>
    ufw.rule({ action: 'deny', port: 22, from: await ownAddress() }, { first: true, withinSeconds: 4 });

  test('is undone: the rule', { timeout: 5 * MINUTES }, async () => {
    await server.bringAbout(ufw.active({ incoming: 'deny', outgoing: 'allow' }));
    const state = await shutOut();
    await expect(server.bringAbout(state)).rejects.toThrow('"phase":"confirm","exitCode":1');
    expect(await server.checks(state)).toEqual([1]);
    expect(await server.run('ufw status')).toContain('Status: active');
  });

  test('is undone: the policies', { timeout: 5 * MINUTES }, async () => {
    await server.run('ufw --force disable');
    await server.bringAbout(await shutOut()); // no matter while it is off
    const before = await server.run('ufw show added; cat /etc/default/ufw');
    const state = ufw.active({ incoming: 'reject', outgoing: 'allow' }, { withinSeconds: 4 });
    await expect(server.bringAbout(state)).rejects.toThrow('"phase":"confirm","exitCode":1');
    expect(await server.run('ufw status')).toBe('Status: inactive');
    expect(await server.run('ufw show added; cat /etc/default/ufw')).toBe(before);
  });
});
