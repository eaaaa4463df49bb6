import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { StateHarness } from '../../dsl/testing/state-harness';
import { current, reloaded, staysUp } from './configuration';
import { running } from './services';
import { unit } from './units';

const server = new StateHarness(inject('labServers')[0]!);
afterAll(() => server.end());

const text = (start: string) =>
  `[Service]\nExecStart=${start}\nExecReload=/bin/sh -c "echo reloaded >>/run/trial"\n\n[Install]\nWantedBy=multi-user.target\n`;
const configFiles = ['/etc/trial/main', '/etc/trial/conf.d/**', '/etc/trial/*.conf'];
const state = running('trial', { configFiles, onChange: 'reload' });
const check = async () => (await server.checks(state))[0];

beforeAll(async () => {
  await server.run('mkdir -p /etc/trial/conf.d/below; cd /etc/trial; touch main a.conf conf.d/below/b');
  await server.bringAbout([unit('trial', text('/bin/sleep infinity')), state]);
});

test.each([
  ['a change', 'echo x >main'],
  ['a removed file', 'rm conf.d/below/b'],
  ['a removed file that a glob found', 'rm a.conf'],
  ['a new file with an old time', 'echo y >conf.d/new; touch -d 2001-01-01 conf.d/new'],
])('%s is read by one reload, whatever the clock says', async (_what, change) => {
  expect(await check()).toBe(0);
  await server.run(`cd /etc/trial; rm -f /run/trial; ${change}`);
  expect(await check()).toBe(1);
  expect((await server.bringAbout(state)).applied).toBe(1);
  expect(await server.run('cat /run/trial')).toBe('reloaded');
  expect((await server.bringAbout(state)).applied).toBe(0);
});

test('a restart by somebody else counts, if the files are older', async () => {
  await server.run('echo z >/etc/trial/main; sleep 2; systemctl restart trial');
  expect(await check()).toBe(0);
  await server.run('rm /etc/trial/conf.d/new');
  expect(await check()).toBe(1);
  expect(
    await server.run('stat -c %a /var/lib/milepost-files/services /var/lib/milepost-files/services/trial'),
  ).toBe('700\n600');
});

test('a reload is repeated where the operation asks for one', async () => {
  await server.run('rm -f /run/trial');
  for (let times = 0; times < 2; times++) await server.bringAbout(reloaded('trial'));
  expect(await server.run('cat /run/trial')).toBe('reloaded\nreloaded');
});

test('what is stopped stays so', async () => {
  await server.run('systemctl stop trial; echo new >/etc/trial/main');
  expect((await server.bringAbout(current('trial', { configFiles }))).applied).toBe(0);
  expect(await server.run('systemctl is-active trial')).toBe('inactive');
});

test('a service that dies again and again does not stay up', async () => {
  await server.bringAbout([
    unit('dying', '[Service]\nExecStart=/bin/sh -c "echo I cannot; sleep 0.5; exit 3"\nRestart=always\n'),
  ]);
  await server.run('systemctl start dying; systemctl start trial');
  await expect(server.bringAbout(staysUp('dying', { seconds: 2 }))).rejects.toThrow('dying does not stay up');
  expect((await server.bringAbout(staysUp('trial', { seconds: 2 }))).applied).toBe(0);
});
