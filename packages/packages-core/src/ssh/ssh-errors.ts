import { HostError } from '../engine/host-error';

interface Address {
  host: string;
  port: number;
}

/** ssh2's errors carry where they came from; sockets' carry a code. */
type RawError = Error & { level?: string; code?: string | number };

const SOCKET_PROBLEMS: Record<string, string> = {
  ECONNREFUSED: 'nothing listens there',
  EHOSTUNREACH: 'no route to it',
  ENETUNREACH: 'no route to it',
  ENOTFOUND: 'its name is not known',
  EAI_AGAIN: 'its name could not be looked up',
  ETIMEDOUT: 'no answer',
};

/** Before the connection stood: nothing was sent but the attempt itself. */
export function connectError(error: RawError, { host, port }: Address): HostError {
  if (error instanceof HostError) return error;
  if (error.level === 'client-authentication')
    return new HostError('authentication_refused', error.message, `${host} does not accept this login.`);
  const problem = SOCKET_PROBLEMS[String(error.code)] ?? 'no ssh server answered';
  return new HostError(
    'unreachable',
    `${host}:${port}: ${error.message}`,
    `Cannot reach ${host}, port ${port}: ${problem}.`,
  );
}

export function hostKeyChanged({ host }: Address, fingerprint: string): HostError {
  return new HostError(
    'host_key_changed',
    `${host} offers ${fingerprint}`,
    `${host} answered with another host key than the one that was confirmed: nothing was sent.`,
  );
}

export function linkLost(host: string, reason: string): HostError {
  return new HostError('link_lost', `${host}: ${reason}`, `The connection to ${host} was lost.`);
}

export function unusable(host: string, reason: string): HostError {
  return new HostError('unusable', `${host}: ${reason}`, `${host} cannot be used: ${reason}.`);
}
