import type { Conclusion } from '@milepost/contract/conclusion';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { decisionOptions } from '@milepost/db/operations/control/available-actions';
import type { RequestedDecision } from '@milepost/contract/requested-decision';
import { decide } from '@milepost/db/operations/control/decide';
import { resumeInterrupted } from '@milepost/db/operations/lifecycle/interruption';
import type { Operation } from '@milepost/db/types';
import type { ServerFacts } from '@milepost/contract/facts';
import { hasEnded } from '@milepost/contract/statuses';
import { catalogPlan } from '../../harness/catalog-plan';
import { attempt } from './attempt';
import type { Answer, DrawnOperation } from './draw';
import { ledgerPlan, mendedFile } from './ledger-plan';
import type { Machine, Scene } from './scene';
import { befall } from './trouble';

const LOOK_MS = 200;
/** Longer than the longest that is promised to wait: the checker then says what did not end. */
const PATIENCE_MS = 480_000; // a loaded machine is slow, which is no difference
const PASSWORD = 'a-password-of-the-random-operations';

export interface Person {
  name: string;
  serverId: string;
  machine: Machine;
}

/** A person who submits operations one after the other, sees to each until it has ended, and answers what it asks. One that does not end ends the work. */
export async function work(scene: Scene, person: Person, drawn: DrawnOperation[]): Promise<void> {
  for (const wanted of drawn) {
    await sleep(wanted.restMs);
    const id = await submit(scene, person, wanted);
    if (!(await accompany(scene, { person, id, wanted }))) return;
  }
}

async function submit(scene: Scene, { serverId }: Person, wanted: DrawnOperation): Promise<string> {
  const { harness, tally } = scene;
  const { packageId } = wanted;
  const live = await harness.db.installation.count({ where: { serverId, packageId, uninstalledAt: null } });
  const kind = live === 0 ? 'install' : wanted.kind;
  const id = randomUUID();
  if (packageId.startsWith('ledger')) {
    await harness.submit({ id, serverId, plan: ledgerPlan(id, { ...wanted, kind }) });
  } else {
    const server = await harness.db.server.findUniqueOrThrow({ where: { id: serverId } });
    const facts = server.facts as unknown as ServerFacts;
    const input = packageId === 'redis' && kind === 'install' ? { password: PASSWORD } : {};
    await harness.submit({ id, serverId, ...catalogPlan({ packageId, kind, input, facts }) });
  }
  tally.count(`${kind} ${packageId.replace(/-.*/, '')}`);
  return id;
}

interface Accompanied {
  person: Person;
  id: string;
  wanted: DrawnOperation;
}

/** Whether it has ended. */
async function accompany(scene: Scene, { person, id, wanted }: Accompanied): Promise<boolean> {
  const { harness, say } = scene;
  const troubles = befall(scene, { id, by: person.name, troubles: wanted.troubles });
  const answers = [...wanted.answers];
  let { again } = wanted;
  const until = Date.now() + PATIENCE_MS;
  for (; Date.now() < until; await sleep(LOOK_MS)) {
    const operation = await harness.operation(id);
    if (operation.interrupted !== null && !hasEnded(operation.status)) {
      await attempt(scene, 'go on', (tx) => resumeInterrupted(tx, { operationId: id, by: person.name }));
    } else if (operation.status === 'awaiting_decision' && operation.outcome === null) {
      await answer(scene, { person, operation, answer: answers.shift() ?? LAST });
    } else if (hasEnded(operation.status)) {
      if (operation.status !== 'failed' || !again) break;
      again = false;
      await answer(scene, { person, operation, answer: { action: 'retry', mended: true } });
    }
  }
  await troubles;
  const seconds = Math.round((Date.now() - until + PATIENCE_MS) / 1000);
  if (seconds > 60) say(`${wanted.packageId} of ${person.name} took ${seconds} s: ${id}`);
  if (Date.now() < until) return true;
  say(`${id} has not ended in ${PATIENCE_MS / 1000} s`);
  return false;
}

/** When the drawn answers are used up. */
const LAST: Answer = { action: 'retry', mended: true };

async function answer(
  scene: Scene,
  { person, operation, answer: { action, mended } }: { person: Person; operation: Operation; answer: Answer },
): Promise<void> {
  const { harness } = scene;
  const { id: operationId, decisionPoint: point } = operation;
  if (mended) await person.machine.exec(`touch ${mendedFile(operationId)}`);
  const milestones = await harness.db.milestone.findMany({ where: { operationId }, orderBy: { n: 'asc' } });
  const direction = operation.direction === -1 ? -1 : 1;
  const offered = decisionOptions({
    ...{ status: operation.status, direction, milestones },
    conclusion: operation.conclusion as Conclusion | null,
  });
  const choice = choiceOf(offered.includes(action) ? action : (offered[0] ?? 'retry'));
  await attempt(scene, choice.action, (tx) => decide(tx, { operationId, point, by: person.name, choice }));
}

function choiceOf(action: RequestedDecision['action']): RequestedDecision {
  switch (action) {
    case 'retry':
    case 'accept_plan':
      return { action };
    case 'retry_from':
      return { action, milestone: 1 };
    case 'skip':
      return { action, reason: 'done by hand' };
    case 'roll_back':
    case 'mark_failed':
      return { action, reason: null };
  }
}
