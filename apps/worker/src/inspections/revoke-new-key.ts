import { HostError } from '@milepost/packages-core/engine/host-error';
import type { Connection } from '@milepost/packages-core/ssh/transport/connection';
import { explainRootRefusal } from '@milepost/packages-core/ssh/login/explain-root-refusal';
import { revokeKey } from '@milepost/packages-core/ssh/login/revoke-key';
import { ROOT_LOGIN_SCRIPT, parseRootLoginReport } from '@milepost/packages-core/ssh/login/root-login-report';
import { runAsRoot } from '@milepost/packages-core/ssh/login/run-as-root';
import type { RootLogin } from '@milepost/packages-core/ssh/login/run-as-root';
import type { Dependencies } from '../startup/dependencies';
import { Refused } from './refused';

interface FailedEnrollment {
  server: { id: string; name: string };
  /** Milepost's, as it was installed just now. */
  publicKey: string;
  /** The login over which it was installed; it still stands. */
  given: { connection: Connection; login: RootLogin; clientAddress: string };
}

/**
 * Removes Milepost's key from a server where it was installed and could not be used, and forgets it then; else its row stays. Resolves with
 * the error to throw: the given one, or why sshd refuses the key.
 */
export async function revokeNewKey(
  { db }: Pick<Dependencies, 'db'>,
  error: unknown,
  failed: FailedEnrollment,
): Promise<unknown> {
  const { connection, login } = failed.given;
  const cause = (await explainRefusal(error, failed)) ?? error;
  const revoked = revokeKey(connection, { publicKey: failed.publicKey, ...login }).then(
    () => true,
    () => false,
  );
  if (await revoked) await db.credential.deleteMany({ where: { serverId: failed.server.id } });
  return cause;
}

async function explainRefusal(
  error: unknown,
  { server, given: { connection, login, clientAddress } }: FailedEnrollment,
): Promise<Refused | null> {
  if (!(error instanceof HostError) || error.code !== 'authentication_refused') return null;
  const report = { script: ROOT_LOGIN_SCRIPT, args: [clientAddress] };
  const printed = await runAsRoot(connection, login, report).then(
    (answer) => answer.printed,
    () => '',
  );
  const cause = explainRootRefusal(parseRootLoginReport(printed));
  return new Refused({ code: 'root_login_forbidden', serverName: server.name, cause });
}
