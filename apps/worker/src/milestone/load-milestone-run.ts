import { readMilestoneContext } from '@milepost/db/operations/milestones/read-milestone-context';
import type { Destination } from '@milepost/packages-core/credentials/contexts';
import type { Plan, PlannedMilestone } from '@milepost/contract/plan';
import type { ConfirmChange } from '@milepost/packages-core/engine/confirm-changes';
import type { HostConnector } from '@milepost/packages-core/engine/connection/with-reconnect';
import type { Heartbeat } from '../activities/heartbeat';
import { continueAs } from '../operations/continue-as';
import type { Dependencies } from '../startup/dependencies';
import { withFailpoint } from './failpoint-host';
import { createConnectionMonitor } from './connection/connection-monitor';
import type { NoticeWriter } from './connection/notice-writer';
import { createNoticeWriter } from './connection/notice-writer';

export interface MilestoneRef {
  operationId: string;
  /** From 1. */
  milestone: number;
  attemptKey: string;
  heartbeat: Heartbeat;
}

/** Everything that one run of a milestone needs and that does not change during it. */
export interface MilestoneRun extends MilestoneRef {
  plan: Plan;
  /** Whether the intent was committed by an earlier attempt. */
  intended: boolean;
  /** Of the operation; null where it has none. */
  sealedSecrets: Uint8Array | null;
  server: Destination;
  planned: PlannedMilestone;
  connector: HostConnector;
  /** Confirms a guarded change over a connection of its own. */
  confirm: ConfirmChange;
  notices: NoticeWriter;
}

/** Reads the pinned plan and prepares the connection to the server. */
export async function loadMilestoneRun(dependencies: Dependencies, ref: MilestoneRef): Promise<MilestoneRun> {
  const { db, workerId, hosts, log, readPlan, publishOperation, failpoint } = dependencies;
  const { operationId, milestone, heartbeat } = ref;
  const row = await readMilestoneContext(db, ref);
  const { planHash, serverId, serverName, notice, intended, sealedSecrets } = row;
  const server = { id: serverId, address: row.address, port: row.port, pinnedHostKey: row.pinnedHostKey };
  const { attempt } = heartbeat;
  const continues = intended || attempt > 1 || row.workerLost;
  if (row.workerId !== workerId && continues) await continueAs(dependencies, { operationId, attempt });
  const plan = await readPlan({ operationId, serverId, planHash, planMac: row.planMac });
  const planned = plan.milestones[milestone - 1];
  if (!planned) throw new Error(`The plan ${planHash} has no milestone ${milestone}`);

  const noticeOptions = { db, log, operationId, notice, onStored: () => publishOperation(operationId) };
  const notices = createNoticeWriter(noticeOptions);
  const monitor = createConnectionMonitor({
    ...{ ...noticeOptions, notices, serverName },
    say: heartbeat.say,
    activity: { code: 'milestone', n: milestone, of: plan.milestones.length, label: planned.label },
  });
  const connector: HostConnector = {
    connect: async (signal) => {
      const host = await hosts.connect({ serverId, credential: planned.credential }, signal);
      return withFailpoint(host, failpoint, milestone);
    },
    onConnectionEvent: (event) => monitor.onConnectionEvent(event),
    signal: heartbeat.signal,
  };
  const confirm: ConfirmChange = (command, guarded, signal) => {
    failpoint('confirm', milestone);
    const target = { serverId, credential: planned.credential };
    return hosts.overNewConnection(target, signal, (host) => host.confirm(command, guarded));
  };
  return { ...ref, plan, planned, intended, sealedSecrets, server, connector, confirm, notices };
}
