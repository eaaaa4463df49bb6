import { Context } from '@temporalio/activity';
import type { InspectionResult, InspectionRequest } from '@milepost/contract/inspection-workflow';
import { HostError, isLinkFailure } from '@milepost/packages-core/engine/host-error';
import type { Dependencies } from '../startup/dependencies';
import { enrollServer } from './enroll-server';
import { Refused, refusalOf } from './refused';
import type { Refusal } from './refused';

type Request = Extract<InspectionRequest, { kind: 'enroll' }>;

/** As many as the workflow allows: the last try says why it could not be. */
const LAST_ATTEMPT = 5;

/** Installs a key of our own on a server and forgets the login that was given for it; what went wrong is on the server's row. */
export async function runEnrollment(
  dependencies: Dependencies,
  { serverId }: Request,
  signal: AbortSignal,
): Promise<InspectionResult> {
  const { db, hosts, log, publishServer } = dependencies;
  try {
    const server = await db.server.findUnique({ where: { id: serverId }, include: { login: true } });
    if (!server || server.status === 'removed') throw new Refused({ code: 'server_removed' });
    if (server.status === 'ready') return { kind: 'enroll', status: 'ready' }; // a second delivery of what is done
    await enrollServer(dependencies, server, signal);
    hosts.forget(serverId);
    return { kind: 'enroll', status: 'ready' };
  } catch (error) {
    signal.throwIfAborted();
    if (isRetryable(error) && Context.current().info.attempt < LAST_ATTEMPT) throw error;
    const cause = refusalOf(error) ?? UNEXPECTED;
    const keyMayRemain = (await mayKeyRemain(dependencies, serverId, cause)) && {
      keyMayRemain: true as const,
    };
    const refused = { ...cause, problem: { ...cause.problem, ...keyMayRemain } };
    if (cause === UNEXPECTED) log.error({ serverId, err: error }, 'A server could not be joined');
    const status = refused.code === 'host_key_changed' ? 'host_key_changed' : 'enrollment_failed';
    await db.server.updateMany({
      where: { id: serverId, status: { not: 'removed' } },
      data: { status, problem: refused.problem },
    });
    if (!KEEP_LOGIN_ON.includes(refused.code)) await db.serverLogin.deleteMany({ where: { serverId } });
    return refused;
  } finally {
    publishServer(serverId);
  }
}

/** Whether its key may be on the server. A server with another host key than before was sent nothing, and may be another one. */
async function mayKeyRemain({ db }: Dependencies, serverId: string, { code }: Refusal): Promise<boolean> {
  return code !== 'host_key_changed' && (await db.credential.count({ where: { serverId } })) > 0;
}

/** With these the same login may do another time; with others it is forgotten. */
const KEEP_LOGIN_ON = ['unreachable', 'link_lost', 'unexpected', 'root_login_forbidden'];

/** A connection that broke, or a fault of ours; a server that cannot be reached at all is reported at once. */
function isRetryable(error: unknown): boolean {
  if (error instanceof HostError) return isLinkFailure(error) && error.code === 'link_lost';
  return !(error instanceof Refused);
}

const UNEXPECTED: Refusal = { kind: 'refused', code: 'unexpected', problem: { code: 'unexpected' } };
