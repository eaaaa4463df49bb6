import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inputForm } from '../../dsl/input';
import { PackageHarness } from '../../dsl/testing/package-harness';
import { labSystems } from '../../dsl/testing/lab-systems';
import { sum } from '../../dsl/testing/sum-applied';
import exporter from './node-exporter';

const MINUTES = 60_000;
const systems = labSystems();
const UNIT = 'prometheus-node-exporter';
const FILE = `/etc/default/${UNIT}`;

describe.each(systems)('on $system', ({ system, access }) => {
  let server: PackageHarness;
  beforeAll(async () => (server = new PackageHarness(await access(), system)), 10 * MINUTES);
  afterAll(() => server.end());

  const second = { port: 9200, collectors: ['processes'], disabled: ['dmi', 'systemd'] };
  const run = (operation: string, input = {}) =>
    server.run(exporter, { operation, input, installed: second });
  const isUp = () => server.readOutput(`systemctl is-active ${UNIT}; systemctl is-enabled ${UNIT}`);
  const started = () => server.readOutput(`systemctl show -P InvocationID ${UNIT}`);
  const metrics = (port: number) =>
    server.readOutput(
      `bash -c 'exec 3<>/dev/tcp/127.0.0.1/${port}; printf "GET /metrics HTTP/1.0\\r\\n\\r\\n" >&3; cat <&3' | grep -o '^node_exporter_build_info\\|^node_scrape_collector_success{collector="\\(systemd\\|dmi\\|cpu\\|processes\\)"}' | sort`,
    );
  const listeners = () =>
    server.readOutput(`ss -Hltnp | awk '/prometheus-node/ { print $4 }' | sort | tr '\\n' ' '`);
  const collector = (name: string) => `node_scrape_collector_success{collector="${name}"}`;

  test(
    'is installed, and never listened on another address than the loopback',
    { timeout: 5 * MINUTES },
    async () => {
      await server.readOutput(
        `systemd-run -q --unit=watch sh -c 'while :; do ss -Hltnp | awk "/prometheus-node/ { print \\$4 }"; sleep 0.02; done >/run/seen'`,
      );
      const done = await server.install(exporter);
      expect(done.applied).toMatchObject({ configure_service: 1, install_software: 1 });
      expect(done.version).toMatch(/^1\.[59]\./);
      await expect
        .poll(() => server.readOutput('sort -u /run/seen; systemctl stop watch'))
        .toBe('127.0.0.1:9100');
      expect(await metrics(9100)).toBe(
        ['node_exporter_build_info', collector('cpu'), collector('dmi'), collector('systemd')].join('\n'),
      );
      expect(await isUp()).toBe('active\nenabled');
    },
  );

  test('is there already the second time, and nothing is started', async () => {
    const before = await started();
    const { applied, started: commands, output } = await server.install(exporter);
    expect({ applied: sum(applied), commands, output }).toEqual({ applied: 0, commands: 0, output: '' });
    expect(await started()).toBe(before);
  });

  test('takes another port and other collectors', async () => {
    const change = { operation: 'install', input: second, installed: {} };
    expect((await server.run(exporter, change)).applied).toMatchObject({
      configure_service: 1,
      start_service: 1,
    });
    expect(await metrics(9200)).toBe(
      ['node_exporter_build_info', collector('cpu'), collector('processes')].join('\n'),
    );
    expect(sum((await server.run(exporter, change)).applied)).toBe(0);
  });

  test('runs with every collector that the form offers', async () => {
    const form = inputForm(exporter);
    const options = (name: string) =>
      form.find((field) => field.name === name)?.options?.map(({ value }) => value) ?? [];
    expect(options('collectors').length).toBeGreaterThan(10);
    await server.install(exporter, { collectors: options('collectors'), disabled: options('disabled') });
    expect(await isUp()).toBe('active\nenabled');
    await server.install(exporter, second);
  });

  test('is reached by other computers where that is asked', async () => {
    const address = await server.readOutput(`hostname -I | cut -d ' ' -f 1`);
    await server.install(exporter, { ...second, listen: 'network', addresses: [address] });
    expect(await listeners()).toBe([`${address}:9200`, '127.0.0.1:9200'].sort().join(' '));
    await server.install(exporter, { ...second, listen: 'network' });
    expect(await listeners()).toBe('*:9200');
    await server.install(exporter, second);
  });

  test('is not restarted with arguments that it does not accept', async () => {
    const before = await started();
    await server.readOutput(`cp ${FILE} /root/good; sed -i 's/--no-coll/--nope --no-coll/' ${FILE}`);
    await expect(run('restart')).rejects.toThrow(`${FILE}: unknown long flag '--nope'`);
    expect([await isUp(), await started()]).toEqual(['active\nenabled', before]);
    await server.readOutput(`cp /root/good ${FILE}`);
    await run('restart');
    expect(await started()).not.toBe(before);
  });

  test('is at its newest version, stopped and started', async () => {
    expect((await run('update')).applied).toMatchObject({ update_software: 0, start_service: 0 });
    await run('stop');
    expect(await isUp()).toBe('inactive\nenabled');
    await run('start');
    expect(await isUp()).toBe('active\nenabled');
  });

  test(
    'keeps its configuration and data when it is uninstalled, unless asked otherwise',
    { timeout: 5 * MINUTES },
    async () => {
      await server.readOutput('echo "mine 1" >/var/lib/prometheus/node-exporter/mine.prom');
      await run('uninstall');
      expect(
        await server.readOutput(
          `grep -c 9200 ${FILE}; pgrep prometheus; cat /var/lib/prometheus/node-exporter/mine.prom`,
        ),
      ).toBe('1\nmine 1');
      await server.install(exporter, second);
      expect(await metrics(9200)).toContain(collector('processes'));
      await run('uninstall', { removeData: true });
      expect(await server.status(UNIT)).toBe('');
      expect(await server.readOutput(`ls -d ${FILE}* /var/lib/prometheus/node-exporter 2>/dev/null`)).toBe(
        '',
      );
      expect(sum((await run('uninstall', { removeData: true })).applied)).toBe(0);
    },
  );
});
