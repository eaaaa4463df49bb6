import { randomUUID } from 'node:crypto';
import { webProcess } from '@milepost/api/testing/web-process';
import type { WebProcess } from '@milepost/api/testing/web-process';
import { makeRepository } from '@milepost/lab/apt-repository';
import type { LabRepository } from '@milepost/lab/apt-repository';
import { openLab } from '@milepost/lab/lab';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { WorkerHarness } from '../harness/worker-harness';

/** Through the API as the console calls it, to a worker, to a server whose repository offers a newer version later on. */
const MINUTES = 60_000;
const PASSWORD = 'canary-of-the-update-test';
const PAGE = '<p>The page of this server</p>';
const server = openLab(inject('lab')).server(1);

let harness: WorkerHarness;
let web: WebProcess;
let serverId: string;
let repository: LabRepository;
beforeAll(async () => {
  harness = await WorkerHarness.create();
  const [databaseUrl, temporalAddress] = [inject('databaseUrl'), inject('temporalAddress')];
  web = await webProcess({ databaseUrl, temporalAddress, keys: harness.keys, worker: false });
  await harness.startWorker().ready;
  const [address] = inject('labServers');
  if (!address) throw new Error('a server is needed');
  ({ serverId } = await harness.join(address));
  repository = await makeRepository(server, []);
}, 5 * MINUTES);
afterAll(async () => {
  await web.close();
  await harness.close();
});

interface Case {
  packageId: string;
  title: string;
  /** What is repackaged: those that depend on each other's version. */
  packages: [string, ...string[]];
  unit: string;
  input: Record<string, unknown>;
  /** Puts data there, and reads it with the settings. */
  write: string;
  read: string;
  expected: string;
}

const redisCli = (command: string) => `printf 'AUTH ${PASSWORD}\\n${command}\\n' | redis-cli -p 6401`;

const CASES: Case[] = [
  {
    ...{ packageId: 'nginx', title: 'nginx', packages: ['nginx'], unit: 'nginx' },
    input: { port: 8093, workerConnections: 1024, page: PAGE },
    write:
      "echo 'server { listen 8094; return 200 other; }' >/etc/nginx/sites-enabled/other; nginx -s reload",
    read: 'curl -fsS http://127.0.0.1:8093/ | head -n 1; curl -fsS http://127.0.0.1:8094/; grep -c "worker_connections 1024;" /etc/nginx/nginx.conf',
    expected: `${PAGE}\nother1`,
  },
  {
    ...{
      packageId: 'redis',
      title: 'Redis',
      packages: ['redis-server', 'redis-tools'],
      unit: 'redis-server',
    },
    input: { port: 6401, memoryMb: 64, password: PASSWORD },
    write: redisCli('SET kept 42'),
    read: `${redisCli('GET kept')}; ${redisCli('CONFIG GET maxmemory')} | tail -n 1`,
    expected: 'OK\n42\n67108864',
  },
];

const newerThan = (former: string | null) => `${former}+lab2`;

const operator = () => web.as('operator');
const installationOf = (packageId: string) =>
  harness.db.installation.findFirstOrThrow({ where: { serverId, packageId, uninstalledAt: null } });
const exec = async (command: string) => (await server.exec(command)).stdout.trim();

/** Has the package offered once more under a higher version, as a distribution does; Milepost has not looked. */
async function offer({ packages }: Case, suffix: string): Promise<void> {
  await repository.repack(packages, suffix);
  await repository.use();
}

async function install({ packageId, input }: Case): Promise<void> {
  const { hash: planHash } = await operator().packages.preview({ serverId, packageId, input });
  const operationId = randomUUID();
  await operator().packages.install({ operationId, serverId, packageId, input, planHash });
  expect((await harness.ended(operationId, 200)).status).toBe('completed');
}

/** How often its service was started since the journal begins. */
const startsOf = async (unit: string) =>
  Number(await exec(`journalctl -q -o cat -u ${unit} | grep -c '^Started ' || :`));

describe.each(CASES)('an update of $title', (one) => {
  const { packageId, title, unit } = one;
  let installationId: string;
  let former: string | null;
  beforeAll(async () => {
    await offer(one, '+lab1');
    await install(one);
    ({ id: installationId, version: former } = await installationOf(packageId));
    await exec(one.write);
    expect(await exec(one.read)).toBe(one.expected);
  }, 5 * MINUTES);

  test('is not offered before there is a newer version', async () => {
    expect(former).toMatch(/\+lab1$/);
    const checked = await operator().installations.checkDrift({ installationId });
    expect(checked).toMatchObject({ version: former, availableVersion: null, versionHeld: false });
    expect(Date.now() - Date.parse(checked.packageListsAt ?? '')).toBeLessThan(10 * MINUTES);
  });

  test('is offered once the lists on the server have the newer version, unless it is on hold', async () => {
    await offer(one, '+lab2');
    const newer = newerThan(former);
    const checked = await operator().installations.checkDrift({ installationId });
    expect(checked).toMatchObject({ version: former, availableVersion: newer, versionHeld: false });
    expect((await web.as('viewer').overview.get()).updates).toMatchObject({
      total: 1,
      items: [{ installationId, title, version: former, available: newer }],
    });
    await exec(`apt-mark hold ${one.packages[0]}`);
    const held = await operator().installations.checkDrift({ installationId });
    expect(held).toMatchObject({ availableVersion: null, versionHeld: true });
    await exec(`apt-mark unhold ${one.packages[0]}`);
    expect(await operator().installations.checkDrift({ installationId })).toMatchObject({
      ...{ availableVersion: newer, versionHeld: false },
    });
  });

  test(
    'has a plan that names both versions, and ends with the newer one, the settings and the data',
    async () => {
      const newer = newerThan(former);
      const asked = { installationId, kind: 'update', input: {} };
      const preview = await operator().installations.preview(asked);
      const states = preview.milestones.flatMap((milestone) => milestone.states);
      expect(preview).toMatchObject({ possible: true, problem: null });
      const packages = states.flatMap((state) => state.packages);
      expect(packages).toContainEqual(
        expect.objectContaining({ name: one.packages[0], from: former, to: newer }),
      );
      const settings = (await installationOf(packageId)).completedInput;
      const pid = await exec(`systemctl show -P MainPID ${unit}`);
      const starts = await startsOf(unit);

      const operationId = randomUUID();
      await operator().installations.submit({ ...asked, operationId, planHash: preview.hash });
      expect(await harness.ended(operationId, 200)).toMatchObject({
        ...{ status: 'completed', planHash: preview.hash },
      });
      const after = await web.as('viewer').installations.get({ installationId });
      expect(after).toMatchObject({ status: 'active', version: newer, availableVersion: null });
      expect(after.changes.slice(0, 2)).toMatchObject([
        { version: newer, operation: { id: operationId, kind: 'update' } },
        { version: former, operation: { kind: 'install' } },
      ]);
      expect((await web.as('viewer').overview.get()).updates.total).toBe(0);
      expect(await exec(`dpkg-query -W -f '\${Version}' ${one.packages[0]}`)).toBe(newer);
      expect((await installationOf(packageId)).completedInput).toEqual(settings);
      expect(await exec(one.read)).toBe(one.expected);
      // The new program runs, started once at the most: by the package's own scripts, which Milepost does not repeat.
      expect(await exec(`systemctl show -P MainPID ${unit}`)).not.toBe(pid);
      expect((await startsOf(unit)) - starts).toBeLessThanOrEqual(1);
    },
    5 * MINUTES,
  );

  test('leaves a server as it should be, on which another update changes nothing', async () => {
    const checked = await operator().installations.checkDrift({ installationId });
    expect(checked).toMatchObject({ availableVersion: null, drift: { differences: [] } });
    const asked = { installationId, kind: 'update', input: {} };
    const preview = await operator().installations.preview(asked);
    expect(preview.tally).toMatchObject({ toDo: 0, blocked: 0 });
  });

  test(
    'waits for a decision where another version is offered than the preview showed, and installs what was accepted',
    async () => {
      const shown = `${newerThan(former)}+lab3`;
      const now = `${shown}+lab4`;
      await offer(one, '+lab3');
      const asked = { installationId, kind: 'update', input: {} };
      const { hash: planHash, observations } = await operator().installations.preview(asked);
      // Somebody else's job refreshes the package lists meanwhile.
      await offer(one, '+lab4');
      const operationId = randomUUID();
      await operator().installations.submit({ ...asked, operationId, planHash, observations });
      const waiting = () => operator().operations.get({ operationId });
      await expect.poll(async () => (await waiting()).status, { timeout: 60_000 }).toBe('awaiting_decision');
      const { milestones, actions, decisionPoint } = await waiting();
      expect(milestones.every(({ status }) => status === 'pending')).toBe(true);
      expect(actions.choices.map(({ action }) => action)).toEqual(['accept_plan', 'mark_failed']);
      const { packages } = await operator().operations.planChange({ operationId });
      expect(packages).toContainEqual({
        name: one.packages[0],
        before: { from: newerThan(former), to: shown },
        now: { from: newerThan(former), to: now },
      });
      await operator().operations.decide({
        ...{ operationId, point: decisionPoint },
        choice: { action: 'accept_plan' },
      });
      expect((await harness.ended(operationId, 200)).status).toBe('completed');
      expect((await installationOf(packageId)).version).toBe(now);
    },
    5 * MINUTES,
  );
});
