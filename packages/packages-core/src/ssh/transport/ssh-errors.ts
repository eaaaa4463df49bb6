import { HostError } from '../../engine/host-error';
import type { ProtocolViolation } from '../bounds/protocol-violation';

interface Address {
  host: string;
  port: number;
}

/** Sockets' errors carry a code. */
type RawError = Error & { code?: string | number };

const SOCKET_PROBLEMS: Record<string, string> = {
  ECONNREFUSED: 'nothing listens there',
  EHOSTUNREACH: 'no route to it',
  ENETUNREACH: 'no route to it',
  ENOTFOUND: 'its name is not known',
  EAI_AGAIN: 'its name could not be looked up',
  ETIMEDOUT: 'no answer',
  ABORT_ERR: 'no answer',
};

/** Before the connection stood: nothing was sent but the attempt itself. */
export function connectError(error: RawError, { host, port }: Address): HostError {
  if (error instanceof HostError) return error;
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
  return new HostError(
    'unusable',
    `${host}: ${reason}`,
    `${host} cannot be used: ${firstLine(reason).replace(/\.$/, '')}.`,
  );
}

/** Its connection was closed for it. */
export function protocolViolated(host: string, violation: ProtocolViolation): HostError {
  return new HostError(
    'unusable',
    `${host}: ${violation.message}`,
    `${host} ${violation.sentence}. The connection was closed.`,
  );
}

const MAX_LINE_CHARACTERS = 300;

/** Of what a server says: the part of its first line that people are shown, without control characters. */
export function firstLine(text: string): string {
  const [line = ''] = text.trim().split('\n', 1);
  return line.replace(/\p{Cc}/gu, ' ').slice(0, MAX_LINE_CHARACTERS);
}
