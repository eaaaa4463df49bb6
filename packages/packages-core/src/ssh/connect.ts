import { once } from 'node:events';
import { connect as connectSocket } from 'node:net';
import ssh2 from 'ssh2';
import type { ConnectConfig } from 'ssh2';
import { HostError } from '../engine/host-error';
import { Connection } from './connection';
import { describeHostKey, hostKeyAlgorithms, hostKeyBlob } from './host-key';
import { connectError, hostKeyChanged } from './ssh-errors';
import type { SshLogin, SshTarget } from './target';

export interface ConnectOptions {
  /** How often the server is asked whether it is still there; three silences are the end. */
  keepaliveMs?: number;
}

const TCP_TIMEOUT_MS = 10_000;
const LOGIN_TIMEOUT_MS = 20_000;
const KEEPALIVE_MS = 5_000;

/**
 * Logs in to a server that proves itself by the pinned key. Throws HostError: `unreachable`, `authentication_refused`,
 * or `host_key_changed`, after which nothing was sent, not even a user name.
 */
export async function connect(target: SshTarget, options: ConnectOptions = {}): Promise<Connection> {
  requireReadableKey(target.login);
  const pinned = hostKeyBlob(target.hostKey);
  let offered: Buffer | undefined;
  const socket = connectSocket({ host: target.host, port: target.port, noDelay: true });
  const client = new ssh2.Client();
  const connection = new Connection(client, target.host);
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(TCP_TIMEOUT_MS) });
    await new Promise<void>((resolve, reject) => {
      client.on('ready', resolve).on('error', reject);
      client.on('close', () => reject(new Error('closed before the login')));
      client.connect({
        sock: socket,
        username: target.username,
        ...authentication(target.login, client),
        algorithms: { serverHostKey: hostKeyAlgorithms(target.hostKey) },
        // Synchronous, and strictly a boolean: ssh2 takes a promise for a yes.
        hostVerifier: (key: Buffer): boolean => {
          offered = key;
          return key.equals(pinned);
        },
        readyTimeout: LOGIN_TIMEOUT_MS,
        keepaliveInterval: options.keepaliveMs ?? KEEPALIVE_MS,
        keepaliveCountMax: 3,
      });
    });
  } catch (error) {
    connection.close();
    socket.destroy();
    if (offered && !offered.equals(pinned))
      throw hostKeyChanged(target, describeHostKey(offered).fingerprint);
    if ((error as Error).message.includes('no matching host key format'))
      throw hostKeyChanged(target, 'no key of the pinned type');
    throw connectError(error as Error, target);
  }
  return connection;
}

/** ssh2 would only say so once connected, in words of its own. */
function requireReadableKey(login: SshLogin): void {
  if (!('privateKey' in login)) return;
  const key = ssh2.utils.parseKey(login.privateKey, login.passphrase);
  if (!(key instanceof Error)) return;
  const reason = key.message.includes('passphrase')
    ? 'its passphrase is missing or wrong'
    : 'it is in no known format';
  throw new HostError('authentication_refused', key.message, `The private key cannot be read: ${reason}.`);
}

/** Many servers take a password only as the answer to a question. */
function authentication(login: SshLogin, client: ssh2.Client): Partial<ConnectConfig> {
  if ('privateKey' in login) return { privateKey: login.privateKey, passphrase: login.passphrase };
  client.on('keyboard-interactive', (...[, , , prompts, finish]) =>
    finish(prompts.map(() => login.password)),
  );
  return { password: login.password, tryKeyboard: true };
}
