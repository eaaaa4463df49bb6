import { randomUUID } from 'node:crypto';
import type { Transaction } from '@milepost/db/client';
import { readInTheWay } from '@milepost/db/operations/in-the-way';
import { readMilestoneWeights } from '@milepost/db/operations/milestone-weights';
import { readUsualDuration } from '@milepost/db/operations/usual';
import type { PreviewedMilestone } from '@milepost/packages-core/contract/inspection-workflow';
import type { Plan } from '@milepost/packages-core/contract/plan';
import { previewContext } from '@milepost/packages-core/credentials/contexts';
import type { Dependencies } from '../../dependencies';
import { inspect } from '../../temporal/inspect';
import type { PlanPreview } from '../../package-views';
import { judge } from './judge';
import type { Judged, Wish } from './judge';
import { planOf } from './plan-of';
import { planPreview } from './plan-preview';
import { sealSecrets } from './seal-secrets';

type Needed = Pick<Dependencies, 'db' | 'temporal' | 'sealingKey'>;

const WAIT_MS = 10_000;

/** The plan of a wish, and of each state whether it is true on the server already. A server that cannot be asked leaves it unchecked. */
export async function previewPlan(needed: Needed, wish: Wish): Promise<PlanPreview> {
  const { db } = needed;
  const judged = await judge(db, wish);
  const made = planOf(judged, wish.kind);
  if (!made)
    return planPreview({
      plan: null,
      hash: '',
      checked: null,
      weights: new Map(),
      usually: null,
      problem: judged.problem,
      possible: false,
    });
  const { plan, hash } = made;
  const [weights, usually, inTheWay] = await Promise.all([
    readMilestoneWeights(db, wish),
    readUsualDuration(db, wish),
    openOperation(db, wish),
    storePlan(db, plan, hash),
  ]);
  const against = judged.problem ?? inTheWay;
  if (against)
    return planPreview({ plan, hash, checked: null, weights, usually, problem: against, possible: false });
  const { checked, problem } = await check(needed, { wish, hash, secrets: judged.parsed.secrets });
  return planPreview({ plan, hash, checked, weights, usually, problem, possible: true });
}

interface Check {
  wish: Wish;
  hash: string;
  secrets: Judged['parsed']['secrets'];
}

async function check(
  { temporal, sealingKey }: Needed,
  { wish, hash, secrets }: Check,
): Promise<{ checked: PreviewedMilestone[] | null; problem: string | null }> {
  const box = await sealSecrets(sealingKey, secrets, previewContext(hash));
  const inspected = await inspect(temporal, `inspect/preview/${wish.serverId}/${randomUUID()}`, {
    request: {
      kind: 'preview',
      serverId: wish.serverId,
      planHash: hash,
      ...(box && { sealedSecrets: Buffer.from(box).toString('base64') }),
    },
    waitMs: WAIT_MS,
  });
  if (inspected.kind === 'unanswered')
    return {
      checked: null,
      problem: `The plan could not be checked against the server. ${inspected.message}`,
    };
  const { answer } = inspected;
  if (answer.kind === 'preview') return { checked: answer.milestones, problem: null };
  return {
    checked: null,
    problem: answer.kind === 'refused' ? answer.message : 'The plan could not be checked.',
  };
}

/** What waits for a decision is not in the way of an uninstall, which gives it up. */
async function openOperation(db: Transaction, wish: Wish): Promise<string | null> {
  const open = await readInTheWay(db, wish);
  return open && !(open.waits && wish.kind === 'uninstall') ? open.sentence : null;
}

/** The worker looks it up by its hash: a plan is never sent through Temporal. */
async function storePlan(db: Transaction, plan: Plan, hash: string): Promise<void> {
  await db.$executeRaw`
    insert into plans (hash, format, body) values (${hash}, ${plan.format}, ${JSON.stringify(plan)}::jsonb)
    on conflict do nothing`;
}
