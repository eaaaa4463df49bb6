import type { ConnectFailure } from '@milepost/contract/errors/host-problem';
import { HostError } from '../../engine/host-error';
import type { ProtocolViolation } from '../bounds/protocol-violation';

interface Address {
  host: string;
  port: number;
}

/** Sockets' errors carry a code. */
type RawError = Error & { code?: string | number };

const CONNECT_FAILURES: Record<string, ConnectFailure> = {
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'no_route',
  ENETUNREACH: 'no_route',
  ENOTFOUND: 'unknown_name',
  EAI_AGAIN: 'name_lookup_failed',
  ETIMEDOUT: 'no_answer',
  ABORT_ERR: 'no_answer',
};

/** Before the connection stood: nothing was sent but the attempt itself. */
export function connectError(error: RawError, { host, port }: Address): HostError {
  if (error instanceof HostError) return error;
  const failure = CONNECT_FAILURES[String(error.code)] ?? 'no_ssh';
  return new HostError('unreachable', { code: 'connect_failed', host, port, failure }, error.message);
}

export function hostKeyChanged({ host }: Address, fingerprint: string): HostError {
  return new HostError('host_key_changed', { code: 'host_key_changed', host }, `offered ${fingerprint}`);
}

/** `detail` is for logs. */
export function linkLost(host: string, detail: string): HostError {
  return new HostError('link_lost', { code: 'link_lost', host }, detail);
}

/** `printed`: why, as the server said it; '' where it said nothing. */
export function unusable(
  host: string,
  { printed, exitCode }: { printed: string; exitCode: number },
): HostError {
  return new HostError('unusable', { code: 'server_unusable', host, printed: firstLine(printed), exitCode });
}

/** A command that ran on the server failed; `complaint` is its standard error, whose last line says why. */
export function commandFailed(what: string, answer: { exitCode: number; complaint: string }): HostError {
  const { exitCode, complaint } = answer;
  const printed = firstLine(complaint.trim().split('\n').at(-1) ?? '');
  return new HostError('unusable', { code: 'command_failed', printed, exitCode }, what);
}

/** Its connection was closed for it. */
export function protocolViolated(host: string, violation: ProtocolViolation): HostError {
  const { kind, message } = violation;
  return new HostError('unusable', { code: 'protocol_violated', host, violation: kind }, message);
}

const MAX_LINE_CHARACTERS = 300;

/** Of what a server says: the part of its first line that people are shown, without control characters. */
export function firstLine(text: string): string {
  const [line = ''] = text.trim().split('\n', 1);
  return line.replace(/\p{Cc}/gu, ' ').slice(0, MAX_LINE_CHARACTERS);
}
