import { setTimeout as sleep } from 'node:timers/promises';
import { openLab } from '@milepost/lab/lab';
import type { LabServer } from '@milepost/lab/server/server';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { WorkerHarness } from '../harness/worker-harness';
import { collect } from './checker/collect';
import { compare } from './checker/compare';
import type { Facts } from './checker/facts';
import { PERSONS, drawOperations } from './random/draw';
import { work } from './random/person';
import type { Person } from './random/person';
import type { Scene } from './random/scene';
import { Tally } from './random/tally';
import { World } from './random/world';
import { seeded } from './seeded';

const { seed, all } = inject('faults');
const COUNT = all ? 200 : 40;
const SERVERS = 5;

let scene: Scene;
let world: World;
let machines: LabServer[];
const servers: { id: string; name: string; machine: LabServer }[] = [];

beforeAll(async () => {
  const begun = Date.now();
  const say = (sentence: string): void =>
    console.log(`${((Date.now() - begun) / 1000).toFixed(1)} s: ${sentence}`);
  machines = await openLab(inject('lab')).up(SERVERS);
  scene = { harness: await WorkerHarness.create(), tally: new Tally(), say };
  world = new World(scene, { chance: seeded(seed, 'the world'), machines });
  await world.begin();
  await Promise.all(machines.map(join));
  say(`seed ${seed}: ${COUNT} operations on ${SERVERS} servers`);
});
afterAll(() => scene.harness.close());

async function join(machine: LabServer): Promise<void> {
  const { harness } = scene;
  const key = machine.hostKeys().find((line) => line.startsWith('ssh-ed25519 '));
  const hostKey = key?.split(' ').slice(0, 2).join(' ') ?? '';
  const { host, port, hostname: name, privateKey } = machine;
  const id = await harness.addLogin({ host, port, hostKey }, 'root', { privateKey });
  const joined = await harness.inspect({ kind: 'enroll', serverId: id });
  if (joined.kind !== 'enroll') throw new Error(`${name} did not join: ${JSON.stringify(joined)}`);
  servers.push({ id, name, machine });
}

const found = (): Promise<Facts> => {
  const { db, engine } = scene.harness;
  const places = servers.map(({ id, name, machine }) => ({
    ...{ id, name, exec: (command: string) => machine.exec(command) },
  }));
  return collect({ db, engine, servers: places });
};

test(
  `${COUNT} random operations end with console, Temporal and servers in agreement`,
  { timeout: 1_800_000 },
  async () => {
    const { tally, say } = scene;
    const done = new AbortController();
    const turning = world.turn(done.signal);
    const drawn = drawOperations(seed, { count: COUNT, servers: SERVERS });
    await Promise.all(
      machines.flatMap((machine, at) =>
        PERSONS.map(({ name }, which) => {
          const serverId = servers.find((server) => server.machine === machine)?.id ?? '';
          const person: Person = { name, serverId, machine };
          return work(scene, person, drawn[at]?.[which] ?? []);
        }),
      ),
    );
    done.abort();
    await turning;
    say(`nobody is at work any more. ${tally.toString()}`);
    const { facts, differences } = await settled();
    if (differences.length > 0) await tellOf(differences);
    expect(differences).toEqual([]);
    expect(seen(facts)).toMatchObject({ operations: COUNT, servers: SERVERS });
    say(`compared, with ${differences.length} differences: ${JSON.stringify(seen(facts))}`);
  },
);

/** What comes last (a delivery, a workflow's own end, a worker that wakes up) needs some seconds. */
async function settled(): Promise<{ facts: Facts; differences: string[] }> {
  const until = Date.now() + 30_000;
  for (;;) {
    const facts = await found();
    const differences = compare(facts);
    if (differences.length === 0 || Date.now() > until) return { facts, differences };
    await sleep(2_000);
  }
}

/** How much there was to compare. */
function seen({ operations, runs, servers: machinesSeen }: Facts) {
  const commands = operations.flatMap((operation) => operation.commands);
  return {
    servers: machinesSeen.length,
    operations: operations.length,
    runs: runs.length,
    commands: commands.length,
    events: operations.reduce((sum, { events }) => sum + events.length, 0),
    effects: machinesSeen.reduce((sum, { ledger }) => sum + ledger.length, 0),
    bytes: commands.reduce((sum, { nextOffset }) => sum + nextOffset, 0),
  };
}

/** The histories of the operations that they name, to see what happened. */
async function tellOf(differences: string[]): Promise<void> {
  const { harness, say } = scene;
  const named = new Set(differences.join(' ').match(/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g));
  const where = { operationId: { in: [...named] } };
  for (const { operationId, n, type, at, data } of await harness.db.event.findMany({
    where,
    orderBy: [{ operationId: 'asc' }, { n: 'asc' }],
  }))
    say(`${operationId} ${n} ${at.toISOString()} ${type} ${JSON.stringify(data)}`);
}
