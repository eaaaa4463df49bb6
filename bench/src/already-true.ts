import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { transaction } from '@milepost/db/client';
import type { Database } from '@milepost/db/client';
import { submitOperation } from '@milepost/db/operations/submit-operation';
import { openLab } from '@milepost/lab/lab';
import { PLAN_FORMAT } from '@milepost/packages-core/contract/plan';
import type { Plan } from '@milepost/packages-core/contract/plan';
import { planHash } from '@milepost/packages-core/dsl/plan-hash';
import { labName } from '../../scripts/start/practice';
import { controlMaster } from './control-master';
import { benchProduct } from './product';
import { quantile } from './quantile';

const OPERATIONS = 10;
const MILESTONES = 20;
const SSH_RUNS = 10;

/** A milestone whose one state holds already, from the end of the one before to its own: p50 and p99, beside `ssh host true`. */
export async function alreadyTrue(): Promise<void> {
  const bench = await benchProduct();
  const { product, db } = bench;
  const milestones: number[] = [];
  const ssh: number[] = [];
  try {
    const server = await db.server.findFirstOrThrow({ where: { practice: true } });
    const lab = openLab({
      name: labName(product.dataDirectory),
      stateDir: path.join(product.dataDirectory, 'practice'),
    });
    const master = await controlMaster(server.address, lab.server(1).privateKey);
    await runOnce(db, server.id); // warms connections and caches
    for (let round = 0; round < OPERATIONS; round++) {
      milestones.push(...(await runOnce(db, server.id)));
      for (let run = 0; run < SSH_RUNS; run++) ssh.push(await master.time());
    }
    await master.close();
  } finally {
    await bench.stop();
  }
  const [ours, theirs] = [quantile(milestones, 0.5), quantile(ssh, 0.5)];
  console.log(
    `\nAn already true milestone, the options of npm start (PostgreSQL fsync on, Temporal on SQLite in WAL mode)`,
  );
  console.log(
    `  milestone   p50 ${ours.toFixed(1)} ms   p99 ${quantile(milestones, 0.99).toFixed(1)} ms   ${milestones.length} runs`,
  );
  console.log(
    `  ssh true    p50 ${theirs.toFixed(1)} ms   p99 ${quantile(ssh, 0.99).toFixed(1)} ms   ${ssh.length} runs, over ControlMaster, interleaved`,
  );
  console.log(`  ratio       ${(ours / theirs).toFixed(2)}`);
}

/** One operation; milliseconds from the end of each milestone to the end of the next. */
async function runOnce(db: Database, serverId: string): Promise<number[]> {
  const id = randomUUID();
  const { kind, package: packageId, format, title, milestones } = plan;
  await transaction(db, (tx) =>
    submitOperation(tx, {
      ...{ id, kind, packageId, title, serverId, input: {}, sealedSecrets: null, requestedBy: 'bench' },
      plan: {
        ...{ hash: planHash(plan), format, body: plan },
        milestones: milestones.map(({ states, ...named }) => ({ ...named, states: states.length })),
      },
    }),
  );
  for (;;) {
    const { status } = await db.operation.findUniqueOrThrow({ where: { id }, select: { status: true } });
    if (status === 'completed') break;
    if (status === 'failed' || status === 'cancelled') throw new Error(`The operation ended as ${status}`);
    await sleep(100);
  }
  const ends = await db.milestone.findMany({ where: { operationId: id }, orderBy: { n: 'asc' } });
  return ends.slice(1).map(({ endedAt }, index) => Number(endedAt) - Number(ends[index]?.endedAt));
}

const isTrue = { script: '[ -d /etc ]', secrets: [], shown: '[ -d /etc ]' };
const plan: Plan = {
  ...{ format: PLAN_FORMAT, package: 'bench', title: 'Install Bench', kind: 'install' },
  milestones: Array.from({ length: MILESTONES }, (_, n) => ({
    ...{ id: `already_${n + 1}`, label: `Already true ${n + 1}`, credential: 'root', transient: [] },
    states: [
      {
        ...{ id: 'etc', label: '/etc is there', check: isTrue, apply: isTrue, verify: isTrue },
        ...{ capture: null, undo: null, repeatable: true },
      },
    ],
  })),
  record: { configuration: {}, version: null },
};
