import type { DriftedState } from '../drift';
import type { Conclusion } from '../conclusion';
import type { OperationStatus, ServerStatus } from '../statuses';
import type { UnverifiedCommand } from '../unverified-command';
import { conclusionMessage, unverifiedMessage } from './conclusions';

interface Attention {
  title: string;
  sentence: string;
}

export interface OperationTrouble {
  /** The operation's title. */
  title: string;
  /** The server's name. */
  server: string;
  status: OperationStatus;
  interrupted: boolean;
  conclusion: Conclusion | null;
  pausedBy: string | null;
  /** What blocks the queue that it waits in. */
  blocked: UnverifiedCommand | null;
}

/** Why a person should look at an operation. */
export function operationAttention(trouble: OperationTrouble): Attention {
  const { title, server, status, pausedBy, blocked } = trouble;
  const conclusion = trouble.conclusion ? conclusionMessage(trouble.conclusion) : 'Waiting for a decision.';
  if (trouble.interrupted) return { title: `${title} was interrupted`, sentence: conclusion };
  if (status === 'failed') return { title: `${title} failed`, sentence: conclusion };
  if (status === 'paused') {
    const by = pausedBy === null ? '' : ` by ${pausedBy}`;
    return { title: `${title} is paused`, sentence: `Paused${by}. Resume it to continue.` };
  }
  if (status === 'queued') {
    const sentence = blocked ? `${unverifiedMessage(blocked)}.` : conclusion;
    return { title: `${title} is waiting: ${server} is blocked`, sentence };
  }
  return { title: `${title} is waiting for a decision`, sentence: conclusion };
}

export interface ServerTrouble {
  name: string;
  status: ServerStatus;
  unreachable: boolean;
  /** Its queue is blocked. */
  blocked: boolean;
  /** It has a problem of another kind. */
  problem: boolean;
  /** Installations of which nothing is known. */
  unknownInstallations: number;
}

/** The headline of a server that a person should look at. */
export function serverAttentionTitle(server: ServerTrouble): string {
  const { name, status, unreachable, blocked, problem, unknownInstallations } = server;
  switch (status) {
    case 'awaiting_confirmation':
      return `Confirm the fingerprint of ${name}`;
    case 'enrollment_failed':
      return `${name} could not be connected`;
    case 'host_key_changed':
      return `The host key of ${name} has changed`;
    case 'removed':
      return `${name} was removed`;
    case 'enrolling':
    case 'ready':
      if (unreachable) return `${name} is unreachable${blocked ? ', and its queue is blocked' : ''}`;
      if (blocked) return `${name} is blocked`;
      return !problem && unknownInstallations > 0 ? `${name} was rebuilt` : `${name} needs attention`;
  }
}

/** Of an installation whose server is not as the last install left it. `installation` and `server` are titles. */
export function driftAttention(drift: {
  installation: string;
  server: string;
  differences: DriftedState[];
}): Attention {
  const { installation, server, differences } = drift;
  const [first] = differences;
  const rest = differences.length - 1;
  const more = rest > 0 ? ` And ${rest} more.` : '';
  return {
    title: `${installation} on ${server} has drifted`,
    sentence: first ? `${driftedStateMessage(first)}.${more}` : '',
  };
}

/** "No longer true: nginx is running and starts at boot". */
export const driftedStateMessage = ({ label, is }: DriftedState): string =>
  `${is === 'different' ? 'No longer true' : 'Could not be checked'}: ${label}`;

/** Of a server that was rebuilt. */
export const UNKNOWN_INSTALLATIONS = 'What is installed on it is unknown.';
