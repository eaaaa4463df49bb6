import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { makeRepository } from '@milepost/lab/apt-repository';
import { hasEnded } from '@milepost/contract/statuses';
import type { OperationKind } from '@milepost/contract/operation-kinds';
import authorizedKey from '@milepost/packages-core/definitions/access/authorized-key';
import systemUser from '@milepost/packages-core/definitions/access/system-user';
import memcached from '@milepost/packages-core/definitions/cache/memcached';
import scheduledJob from '@milepost/packages-core/definitions/processes/scheduled-job';
import type { PackageDefinition } from '@milepost/packages-core/dsl/define-package';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import labSoftware from '../harness/packages/lab-software';
import { submitPackage } from '../harness/packages/submit-package';
import { waitUntil } from '../harness/wait-until';
import { FaultScenario } from './fault-scenario';
import { collect } from './checker/collect';
import { compare } from './checker/compare';

/** A package of each kind is installed, changed and uninstalled, and each time something dies in the middle. */
const MINUTES = 60_000;
const CATALOG = fileURLToPath(new URL('../harness/packages/kinds.ts', import.meta.url));
const KEY = (n: number) =>
  `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIB8mCSxgKqRhiVXLFqIjyCQPOfBtpQOoVBVWvWEgL7b${n} a`;

const KINDS = ['service', 'child', 'timer', 'repository'] as const;
const FAULTS = ['a killed worker', 'a cut link', 'a reboot'] as const;
const OPERATIONS = ['install', 'change', 'uninstall'] as const;

interface Subject {
  definition: PackageDefinition;
  installed: Record<string, unknown>;
  changed: Record<string, unknown>;
  /** What the server prints of it: after the install, the change, the uninstall. */
  look: string;
  says: Record<(typeof OPERATIONS)[number], string>;
}

let stage: FaultScenario;
let serverId: string;
let subjects: Record<(typeof KINDS)[number], Subject>;
let parentId: string;
let operations = 0;

beforeAll(async () => {
  stage = await FaultScenario.create('kinds', { catalog: CATALOG });
  await stage.worker.ready;
  const [address] = inject('labServers');
  if (!address) throw new Error('a server is needed');
  ({ serverId } = await stage.harness.join(address));
  const { key } = await makeRepository(stage.server, ['1.0']);
  subjects = {
    service: {
      definition: memcached,
      ...{ installed: { memoryMb: 32 }, changed: { memoryMb: 48 } },
      look: 'pgrep -a memcached | grep -o -- "-m [0-9]*"; systemctl is-active memcached || :',
      says: { install: '-m 32\nactive', change: '-m 48\nactive', uninstall: 'inactive' },
    },
    child: {
      definition: authorizedKey,
      ...{ installed: { name: 'laptop', key: KEY(1) }, changed: { name: 'laptop', key: KEY(2) } },
      look: 'grep -o "L7b[0-9]" /home/kinds/.ssh/authorized_keys || :',
      says: { install: 'L7b1', change: 'L7b2', uninstall: '' },
    },
    timer: {
      definition: scheduledJob,
      installed: { name: 'tidy', command: '/bin/true', schedule: 'daily' },
      changed: { name: 'tidy', command: '/bin/true', schedule: 'weekly' },
      look: 'grep -h OnCalendar /etc/systemd/system/job-tidy.timer; systemctl is-active job-tidy.timer || :',
      says: {
        install: 'OnCalendar=daily\nactive',
        change: 'OnCalendar=weekly\nactive',
        uninstall: 'inactive',
      },
    },
    repository: {
      definition: labSoftware,
      installed: { ...key, withJq: false },
      changed: { ...key, withJq: true },
      look: 'milepost-sample; command -v jq; ls /etc/apt/sources.list.d',
      says: { install: '1.0\nlab.sources', change: '1.0\n/usr/bin/jq\nlab.sources', uninstall: '' },
    },
  };
  const user = { name: 'kinds', shell: '/bin/sh' };
  const parent = await submitPackage(stage.harness, {
    ...{ definition: systemUser, kind: 'install', input: user, serverId },
  });
  expect(await stage.harness.ended(parent)).toMatchObject({ status: 'completed' });
  ({ id: parentId } = await installationOf(systemUser));
  operations += 1;
}, 3 * MINUTES);
afterAll(() => stage.close());

const installationOf = ({ id: packageId }: PackageDefinition) =>
  stage.harness.db.installation.findFirstOrThrow({ where: { serverId, packageId, uninstalledAt: null } });

const print = async (command: string) =>
  (await stage.server.exec(`{ ${command}; } 2>/dev/null`)).stdout.trim();

/** Submits it, and waits until the server has begun one of its milestones. */
async function submit(subject: Subject, operation: (typeof OPERATIONS)[number]): Promise<string> {
  const { definition } = subject;
  const kind: OperationKind = operation === 'uninstall' ? 'uninstall' : 'install';
  const input = { install: subject.installed, change: subject.changed, uninstall: {} }[operation];
  const there = operation === 'install' ? null : await installationOf(definition);
  const id = await submitPackage(stage.harness, {
    ...{ definition, kind, input, serverId },
    ...(there !== null && { installationId: there.id }),
    ...(there === null && definition.within !== null && { parentId }),
  });
  operations += 1;
  const milestones = await waitUntil('its plan', async () => {
    const count = await stage.harness.db.milestone.count({ where: { operationId: id } });
    return count > 0 && count;
  });
  // In any of its milestones but the last, which changes nothing.
  const milestone = 1 + stage.chance.below(Math.max(1, milestones - 1));
  await waitUntil(`milestone ${milestone} to be claimed`, async () => {
    const claimed = { operationId: id, milestone, claimedAt: { not: null } };
    const { status } = await stage.harness.operation(id);
    return hasEnded(status) || (await stage.harness.db.command.count({ where: claimed })) > 0;
  });
  return id;
}

const STRIKES: Record<(typeof FAULTS)[number], () => Promise<void>> = {
  'a killed worker': async () => {
    await stage.worker.kill();
    stage.startWorker();
  },
  'a cut link': async () => {
    await stage.server.cut();
    await sleep(7_000); // until the silence is noticed
    await stage.server.heal();
  },
  'a reboot': async () => {
    await stage.server.kill();
    await stage.server.heal();
  },
};

/** What a person does with it: where a command was lost with the server, it is tried again. */
async function finish(id: string): Promise<void> {
  for (let retries = 0; retries < 4; retries++) {
    const status = await waitUntil(
      `operation ${id} to end, or to ask`,
      async () => {
        const { status } = await stage.harness.operation(id);
        return ['completed', 'failed', 'canceled', 'awaiting_decision'].includes(status) && status;
      },
      120,
    );
    if (status !== 'awaiting_decision') break;
    await stage.decide(id, { action: 'retry' });
  }
  expect(await stage.harness.ended(id)).toMatchObject({ status: 'completed', notice: null });
}

// Each fault in each operation, over the four kinds; with --all each in each of each.
describe.each(KINDS.map((kind, turn) => ({ kind, turn })))(
  'a package of the kind $kind',
  ({ kind, turn }) => {
    const rounds = inject('faults').all ? FAULTS.map((_, shift) => shift) : [turn];
    const cases = rounds.flatMap((shift) =>
      OPERATIONS.map((operation, place) => ({ operation, fault: FAULTS[(place + shift) % FAULTS.length]! })),
    );
    test.each(cases)(
      'outlives $fault during $operation',
      { timeout: 4 * MINUTES },
      async ({ operation, fault }) => {
        await stage.worker.ready;
        const subject = subjects[kind];
        const id = await submit(subject, operation);
        await STRIKES[fault]();
        await finish(id);
        expect(await print(subject.look)).toBe(subject.says[operation]);
        const history = await stage.harness.history(id);
        expect(history.filter((type) => type === 'closed')).toEqual(['closed']);
      },
    );
  },
);

test('console, Temporal and server agree about all of it', async () => {
  const { db, engine } = stage.harness;
  const server = {
    id: serverId,
    name: stage.server.hostname,
    exec: (command: string) => stage.server.exec(command),
  };
  const found = () => collect({ db, engine, servers: [server] });
  await waitUntil('them to agree', async () => compare(await found()).length === 0).catch(() => undefined);
  const facts = await found();
  expect(compare(facts)).toEqual([]);
  expect(facts.operations).toHaveLength(operations);
});
