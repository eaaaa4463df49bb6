import type { InspectionResult, InspectionRequest } from '@milepost/contract/inspection-workflow';
import { DB_NULL } from '@milepost/db/db-null';
import { readHostKey } from '@milepost/packages-core/ssh/transport/host-key';
import type { Dependencies } from '../startup/dependencies';
import { Refused, refusalOf } from './refused';

type Request = Extract<InspectionRequest, { kind: 'host_key' }>;

/** Reads the host key without logging in, and keeps it on the server's row for a person to confirm. */
export async function readOfferedKey(
  { db, publishServer }: Dependencies,
  { serverId }: Request,
): Promise<InspectionResult> {
  const server = await db.server.findUnique({ where: { id: serverId } });
  try {
    if (!server || server.status === 'removed') throw new Refused({ code: 'server_removed' });
    const { hostKey, keyType, fingerprint } = await readHostKey({ host: server.address, port: server.port });
    await db.server.update({ where: { id: serverId }, data: { offeredHostKey: hostKey, problem: DB_NULL } });
    publishServer(serverId);
    return { kind: 'host_key', keyType, fingerprint };
  } catch (error) {
    const refused = refusalOf(error);
    if (!refused) throw error;
    await db.server.updateMany({
      where: { id: serverId, status: { not: 'removed' } },
      data: { problem: { ...refused.problem } },
    });
    publishServer(serverId);
    return refused;
  }
}
