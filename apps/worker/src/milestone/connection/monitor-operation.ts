import type { ActivityState } from '@milepost/contract/messages/temporal/activities';
import type { HostConnector } from '@milepost/packages-core/engine/connection/with-reconnect';
import type { Heartbeat } from '../../activities/heartbeat';
import type { Dependencies } from '../../startup/dependencies';
import { createConnectionMonitor } from './connection-monitor';
import type { ConnectionMonitor } from './connection-monitor';

export interface MonitoredServer {
  serverId: string;
  monitor: ConnectionMonitor;
  /** As the console's own login, until the heartbeat's signal. */
  connector: HostConnector;
}

interface Monitored {
  operationId: string;
  heartbeat: Heartbeat;
  activity: ActivityState;
}

/** The server of an operation, and the way to it that people see the state of on the operation's page. */
export async function monitorOperation(
  { db, log, hosts, publishOperation }: Dependencies,
  { operationId, heartbeat, activity }: Monitored,
): Promise<MonitoredServer> {
  const { serverId, notice, server } = await db.operation.findUniqueOrThrow({
    where: { id: operationId },
    select: { serverId: true, notice: true, server: { select: { name: true } } },
  });
  const monitor = createConnectionMonitor({
    ...{ db, log, operationId, serverName: server.name, notice, activity },
    say: heartbeat.say,
    onStored: () => publishOperation(operationId),
  });
  const connector: HostConnector = {
    connect: (signal) => hosts.connect({ serverId, credential: 'root' }, signal),
    onConnectionEvent: (event) => monitor.onConnectionEvent(event),
    signal: heartbeat.signal,
  };
  return { serverId, monitor, connector };
}
