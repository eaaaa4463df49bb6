import type { Plan, PlannedMilestone } from '@milepost/packages-core/contract/plan';
import type { Link } from '@milepost/packages-core/engine/reach';
import type { Heartbeat } from '../activities/heartbeat';
import type { Dependencies } from '../dependencies';
import { withFailpoint } from './failpoint-host';
import type { LinkWatch } from './link-watch';
import { createLinkWatch } from './link-watch';

export interface Instruction {
  operationId: string;
  /** From 1. */
  milestone: number;
  epoch: string;
  heartbeat: Heartbeat;
}

/** What a run of a milestone was told to do, and with what: the part of it that never changes. */
export interface Told extends Instruction {
  serverId: string;
  plan: Plan;
  planned: PlannedMilestone;
  way: Link;
  link: LinkWatch;
}

/** Reads the pinned plan, and how to get to the server. */
export async function tell(dependencies: Dependencies, instruction: Instruction): Promise<Told> {
  const { db, hosts, log, readPlan, committed, failpoint } = dependencies;
  const { operationId, milestone, heartbeat } = instruction;
  const operation = await db.operation.findUniqueOrThrow({
    where: { id: operationId },
    select: { planHash: true, serverId: true, notice: true, server: { select: { name: true } } },
  });
  const { serverId } = operation;
  const plan = await readPlan(operation.planHash);
  const planned = plan.milestones[milestone - 1];
  if (!planned) throw new Error(`The plan ${operation.planHash} has no milestone ${milestone}`);

  const link = createLinkWatch({
    ...{ db, log, operationId, serverId, serverName: operation.server.name },
    say: (sentence) => heartbeat.say(sentence),
    notice: operation.notice,
    doing: `${milestone}/${plan.milestones.length} ${planned.label}`,
    onStored: () => committed(operationId),
  });
  const way: Link = {
    connect: async (signal) => {
      const host = await hosts.connect({ serverId, credential: planned.credential }, signal);
      return withFailpoint(host, failpoint, milestone);
    },
    onLink: (event) => link.onLink(event),
    signal: heartbeat.signal,
  };
  return { ...instruction, serverId, plan, planned, way, link };
}
