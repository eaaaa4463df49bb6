import type { RejectionReason } from '@milepost/contract/errors/host-problem';
import type { Phase } from '@milepost/contract/statuses';
import type { CommandResult, Confirmation, PhaseMark, SpoolState, StopResult } from '../../engine/host';
import { REQUEST_LIMITS } from '../../engine/request';
import { ProtocolViolation } from '../bounds/protocol-violation';
import { firstLine } from '../transport/ssh-errors';

/** In the order of the exit record's digit. */
const PHASES: readonly Phase[] = ['check', 'apply', 'verify', 'capture', 'confirm'];

const REASONS: readonly RejectionReason[] = [
  'fenced',
  'closed',
  'conflict',
  'spool_changed',
  'spool_restored',
  'rebooted',
  'malformed',
  'disk_full',
  'busy',
];

/** `claimed 7`, `end 0 002 0 000`: what the supervisor says on a line that begins with "mp". */
export type SupervisorMessage = readonly [string, ...string[]];

export const parseMessage = (line: string): SupervisorMessage | null =>
  line.startsWith('mp ') ? (line.slice(3).split(' ') as [string, ...string[]]) : null;

/** A count as the supervisor writes it. Throws ProtocolViolation for what is none, or more than `most`. */
export function parseCount(word: string | undefined, most = Number.MAX_SAFE_INTEGER): number {
  const count = /^\d{1,16}$/.test(word ?? '') ? Number(word) : Infinity;
  if (count > most) throw new ProtocolViolation('unreadable', `a count of ${firstLine(word ?? 'nothing')}`);
  return count;
}

/** `3 apply 1042 5566.77`: state, phase, output offset in bytes, uptime in seconds. Throws ProtocolViolation where a number is none. */
export function parseMark(line: string): PhaseMark | null {
  const [, state, phase, offset, uptime] =
    /^(\d+) (check|capture|apply|verify|confirm) (\d+) ([\d.]+)$/.exec(line) ?? [];
  if (!state) return null;
  const seconds = Number(uptime);
  if (!Number.isFinite(seconds)) throw new ProtocolViolation('unreadable', 'an uptime');
  return {
    state: parseCount(state, REQUEST_LIMITS.states),
    phase: phase as Phase,
    offset: parseCount(offset),
    uptime: seconds,
  };
}

/**
 * The answer of start and attach, if the word is one. `silent` is none: the caller has to ask again. Throws ProtocolViolation where
 * a part of it cannot be read.
 */
export function parseResult([word, ...rest]: SupervisorMessage): CommandResult | { kind: 'running' } | null {
  switch (word) {
    case 'end':
      return parseExitRecord(rest.map((part) => parseCount(part, REQUEST_LIMITS.states)));
    case 'lost':
      return {
        kind: 'lost',
        state: parseCount(rest[0], REQUEST_LIMITS.states),
        phase: parsePhase(rest[1]),
        survivors: parseProcesses(rest.slice(2)),
      };
    case 'absent':
    case 'running':
      return { kind: word };
    case 'refused':
      return parseRefusal(rest);
    default:
      return null;
  }
}

export function parseRefusal([word, ...detail]: string[]): Extract<CommandResult, { kind: 'refused' }> {
  const reason = REASONS.find((known) => known === word);
  return reason
    ? { kind: 'refused', reason, detail: firstLine(detail.join(' ')) }
    : { kind: 'refused', reason: 'malformed', detail: firstLine([word, ...detail].join(' ')) };
}

/** What the supervisor prints of its spool: its id, its count of claims and the boot id, a line each. Null when it is anything else. */
export function parseSpool(text: string): SpoolState | null {
  const [, id, claims, bootId] = /^([\w.-]{1,64})\n(\d{1,15})\n([\w.-]{1,64})\n/.exec(text) ?? [];
  return id !== undefined && bootId !== undefined ? { id, claims: Number(claims), bootId } : null;
}

/** What has become of a guarded change, by the answer to `confirm`. Null where the supervisor gave none. */
export function parseConfirmation(messages: readonly SupervisorMessage[]): Confirmation | null {
  const [, status] = messages.find(([word]) => word === 'guard') ?? [];
  if (status === undefined) return null;
  return status === 'confirmed' ? 'confirmed' : 'not_waiting';
}

export function parseStopResult([how, ...rest]: string[]): StopResult | null {
  switch (how) {
    case 'clean':
      return rest[0] === 'repaired' || rest[0] === 'broken'
        ? { kind: 'clean', dpkg: rest[0] }
        : { kind: 'clean' };
    case 'left': // said by every version that ever claimed a command: it is stopped by that one
      return { kind: 'processes_remaining', processes: parseProcesses(rest) };
    case 'dpkg':
      return { kind: 'dpkg_working', processes: parseProcesses(rest) };
    default:
      return null;
  }
}

function parsePhase(word: string | undefined): Phase {
  const phase = PHASES.find((known) => known === word);
  if (!phase) throw new ProtocolViolation('unreadable', `a phase named ${firstLine(word ?? 'nothing')}`);
  return phase;
}

const parseProcesses = (words: string[]): string[] => words.filter((word) => /^\d+:/.test(word));

function parseExitRecord([outcome, state = 0, phase = 0, exitCode = 0]: number[]): CommandResult | null {
  const position = (): { state: number; phase: Phase } => ({ state, phase: parsePhase(PHASES[phase]) });
  switch (outcome) {
    case 0:
      return { kind: 'done', applied: state };
    case 1:
      return { kind: 'failed', ...position(), exitCode };
    case 2:
      return { kind: 'paused', state };
    case 3:
      return { kind: 'spool_full', ...position() };
    default:
      return null;
  }
}
