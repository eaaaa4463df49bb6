import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { consoleConnection } from '../../dsl/facts/console-connection';
import { PackageHarness } from '../../dsl/testing/package-harness';
import ufw from './ufw';

const [first] = inject('labServers');
const access = first!;
const MINUTES = 60_000;

const direct = new PackageHarness(access, 'debian-12');
/** By a port that the server translates, as a router in front of it would. */
const translated = new PackageHarness({ ...access, port: 2222 }, 'debian-12');
let ipv6: PackageHarness;
afterAll(() => [direct, translated, ipv6].forEach((server) => server.end()));

beforeAll(async () => {
  const device = / dev (\S+)/.exec(
    execFileSync('ip', ['-o', 'route', 'get', access.host], { encoding: 'utf8' }),
  )?.[1];
  const address = await direct.readOutput("ip -6 -o address show dev eth0 scope link | awk '{ print $4 }'");
  ipv6 = new PackageHarness({ ...access, host: `${address.replace(/\/.*/, '')}%${device}` }, 'debian-12');
  await direct.install(ufw);
  await direct.readOutput(
    'iptables -t nat -A PREROUTING -p tcp --dport 2222 -j REDIRECT --to-ports 22; ufw allow 2222/tcp',
  );
}, 5 * MINUTES);

const connectionOf = async (server: PackageHarness) =>
  consoleConnection.parse(await server.readOutput(consoleConnection.read.script));

test('the connection of the console is what the server sees', async () => {
  const seen = await connectionOf(direct);
  expect(seen).toMatchObject({ address: access.host, port: 22, interface: 'eth0' });
  expect(await connectionOf(translated)).toEqual(seen);
  expect(await connectionOf(ipv6)).toEqual({
    ...{
      source: expect.stringMatching(/^fe80::/) as string,
      address: expect.stringMatching(/^fe80::/) as string,
    },
    ...{ port: 22, interface: 'eth0' },
  });
});

test(
  'a rule counts for the console where it is one for its own family and port',
  { timeout: 3 * MINUTES },
  async () => {
    const seen = await connectionOf(direct);
    const byRules = (server: PackageHarness) =>
      server.run(ufw, { operation: 'install', input: { ssh: 'rules' }, installed: {} });
    // Port 2222 is open, but the console arrives at 22.
    await expect(byRules(translated)).rejects.toThrow(`which comes from ${seen?.source} to port 22`);
    await direct.readOutput(`ufw allow from ${seen?.source} to any port 22 proto tcp`);
    await expect(byRules(ipv6)).rejects.toThrow(/which comes from fe80::\S+ to port 22: no rule lets it in/);
    expect((await byRules(translated)).applied).toMatchObject({ configure_service: 1 });
  },
);
