import { once } from 'node:events';
import { connect as connectSocket } from 'node:net';
import ssh2 from 'ssh2';
import { HostError } from '../../engine/host-error';
import { authentication, loginRefused } from '../login/authentication';
import { Connection } from './connection';
import { explainConnectError } from '../login/explain-connect-error';
import { describeHostKey, hostKeyAlgorithms, hostKeyBlob } from './host-key';
import { hostKeyChanged } from './ssh-errors';
import type { SshLogin, SshTarget } from './target';

export interface ConnectOptions {
  /** How often the server is asked whether it is still there; after nine questions without a reply the link counts as lost. */
  keepaliveMs?: number;
}

const TCP_TIMEOUT_MS = 10_000;
const LOGIN_TIMEOUT_MS = 20_000;
/** A packet of under a hundred bytes each way, so that a live server is never silent for longer. */
const KEEPALIVE_MS = 2_000;
const MAX_UNANSWERED_KEEPALIVES = 9;

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
  const connection = new Connection(client, target.host, socket);
  const { config, progress } = authentication(target.login, client);
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(TCP_TIMEOUT_MS) });
    await new Promise<void>((resolve, reject) => {
      client.on('ready', resolve).on('error', reject);
      client.on('close', () => reject(new Error('closed before the login')));
      client.connect({
        sock: socket,
        username: target.username,
        ...config,
        algorithms: { serverHostKey: hostKeyAlgorithms(target.hostKey), compress: ['none'] },
        // Synchronous, and strictly a boolean: ssh2 takes a promise for a yes.
        hostVerifier: (key: Buffer): boolean => {
          offered = key;
          return key.equals(pinned);
        },
        readyTimeout: LOGIN_TIMEOUT_MS,
        keepaliveInterval: options.keepaliveMs ?? KEEPALIVE_MS,
        keepaliveCountMax: MAX_UNANSWERED_KEEPALIVES,
      });
      // After ssh2 has paused the socket: the listener must not start its flow.
      socket.on('data', () => connection.received());
    });
  } catch (caught) {
    const { reason } = connection.lost as { reason: unknown };
    const error = reason instanceof HostError && reason.code === 'unusable' ? reason : caught;
    connection.close();
    socket.destroy();
    if (offered && !offered.equals(pinned))
      throw hostKeyChanged(target, describeHostKey(offered).fingerprint);
    if ((error as Error).message.includes('no matching host key format'))
      throw hostKeyChanged(target, 'no key of the pinned type');
    if (isRefusedLogin(error)) throw loginRefused(target, progress);
    throw await explainConnectError(error as Error, target);
  }
  return connection;
}

const isRefusedLogin = (error: unknown): boolean =>
  error instanceof Error && 'level' in error && error.level === 'client-authentication';

/** ssh2 would only say so once connected, in words of its own. */
function requireReadableKey(login: SshLogin): void {
  if (!('privateKey' in login)) return;
  const key = ssh2.utils.parseKey(login.privateKey, login.passphrase);
  if (!(key instanceof Error)) return;
  const reason = key.message.includes('passphrase') ? 'passphrase' : 'format';
  throw new HostError('authentication_refused', { code: 'private_key_unreadable', reason }, key.message);
}
