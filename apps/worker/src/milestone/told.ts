import type { Database } from '@milepost/db/client';
import type { Plan, PlannedMilestone } from '@milepost/packages-core/contract/plan';
import type { Link } from '@milepost/packages-core/engine/reach';
import type { Heartbeat } from '../activities/heartbeat';
import type { Dependencies } from '../dependencies';
import { withFailpoint } from './failpoint-host';
import { createLinkWatch } from './link-watch';
import type { NoticeBoard } from './notice-board';
import { createNoticeBoard } from './notice-board';

export interface Instruction {
  operationId: string;
  /** From 1. */
  milestone: number;
  epoch: string;
  heartbeat: Heartbeat;
}

/** What a run of a milestone was told to do, and with what: the part of it that never changes. */
export interface Told extends Instruction {
  plan: Plan;
  /** Whether the intent was committed by an earlier attempt. */
  intended: boolean;
  /** Of the operation; null where it has none. */
  sealedSecrets: Uint8Array | null;
  planned: PlannedMilestone;
  way: Link;
  board: NoticeBoard;
}

/** Reads the pinned plan, and how to get to the server. */
export async function tell(dependencies: Dependencies, instruction: Instruction): Promise<Told> {
  const { db, hosts, log, readPlan, committed, failpoint } = dependencies;
  const { operationId, milestone, heartbeat } = instruction;
  const { planHash, serverId, serverName, notice, intended, sealedSecrets } = await readInstructed(
    db,
    instruction,
  );
  const plan = await readPlan(planHash);
  const planned = plan.milestones[milestone - 1];
  if (!planned) throw new Error(`The plan ${planHash} has no milestone ${milestone}`);

  const shown = { db, log, operationId, notice, onStored: () => committed(operationId) };
  const board = createNoticeBoard(shown);
  const link = createLinkWatch({
    ...{ ...shown, board, serverName },
    say: (sentence) => heartbeat.say(sentence),
    doing: `${milestone}/${plan.milestones.length} ${planned.label}`,
  });
  const way: Link = {
    connect: async (signal) => {
      const host = await hosts.connect({ serverId, credential: planned.credential }, signal);
      return withFailpoint(host, failpoint, milestone);
    },
    onLink: (event) => link.onLink(event),
    signal: heartbeat.signal,
  };
  return { ...instruction, plan, planned, intended, sealedSecrets, way, board };
}

interface Instructed {
  planHash: string;
  serverId: string;
  serverName: string;
  notice: unknown;
  intended: boolean;
  sealedSecrets: Uint8Array | null;
}

async function readInstructed(
  db: Database,
  { operationId, milestone, epoch }: Instruction,
): Promise<Instructed> {
  const [row] = await db.$queryRaw<Instructed[]>`
    select o.plan_hash as "planHash", o.server_id as "serverId", s.name as "serverName", o.notice, o.sealed_secrets as "sealedSecrets",
      exists (select 1 from commands where operation_id = o.id and milestone = ${milestone} and epoch = ${epoch}) as intended
    from operations o join servers s on s.id = o.server_id where o.id = ${operationId}`;
  if (!row) throw new Error(`There is no operation ${operationId}`);
  return row;
}
