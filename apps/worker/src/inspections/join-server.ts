import { Context } from '@temporalio/activity';
import type {
  InspectionAnswer,
  InspectionRequest,
} from '@milepost/packages-core/contract/inspection-workflow';
import { HostError, isLinkFailure } from '@milepost/packages-core/engine/host-error';
import type { Dependencies } from '../dependencies';
import { bringIn } from './bring-in';
import { Refused, refusalOf } from './refused';

type Request = Extract<InspectionRequest, { kind: 'join' }>;

/** As many as the workflow allows: the last try says why it could not be. */
const LAST_ATTEMPT = 5;

/** Installs a key of our own on a server and forgets the login that was given for it; what went wrong is on the server's row. */
export async function joinServer(
  dependencies: Dependencies,
  { serverId }: Request,
  signal: AbortSignal,
): Promise<InspectionAnswer> {
  const { db, log, touchServer } = dependencies;
  try {
    const server = await db.server.findUnique({ where: { id: serverId }, include: { login: true } });
    if (!server) throw new Refused('server_removed', 'This server was removed.');
    if (server.status === 'ready') return { kind: 'join', status: 'ready' }; // a second delivery of what is done
    await bringIn(dependencies, server, signal);
    return { kind: 'join', status: 'ready' };
  } catch (error) {
    signal.throwIfAborted();
    if (mayHeal(error) && Context.current().info.attempt < LAST_ATTEMPT) throw error;
    const refused = refusalOf(error) ?? UNEXPECTED;
    if (refused === UNEXPECTED) log.error({ serverId, err: error }, 'A server could not be joined');
    const status = refused.code === 'host_key_changed' ? 'host_key_changed' : 'join_failed';
    await db.server.updateMany({ where: { id: serverId }, data: { status, problem: refused.message } });
    if (!WORTH_KEEPING.includes(refused.code)) {
      await db.serverLogin.deleteMany({ where: { serverId } });
      await db.credential.deleteMany({ where: { serverId } });
    }
    return refused;
  } finally {
    touchServer(serverId);
  }
}

/** With these the same login may do another time; with others it is forgotten, and the key that was to be installed. */
const WORTH_KEEPING = ['unreachable', 'link_lost', 'unexpected', 'root_login_forbidden'];

/** A link that broke in the middle, or something of ours; a server that cannot be reached at all is told at once. */
function mayHeal(error: unknown): boolean {
  if (error instanceof HostError) return isLinkFailure(error) && error.code === 'link_lost';
  return !(error instanceof Refused);
}

const UNEXPECTED: Extract<InspectionAnswer, { kind: 'refused' }> = {
  kind: 'refused',
  code: 'unexpected',
  message: 'Joining the server failed for a reason of our own: the worker’s log has it. Try again.',
};
