import type { CommandAnswer, Phase, PhaseMark, RefusalReason, StopAnswer } from '../engine/host';

/** In the order of the exit record's digit. */
const PHASES: readonly Phase[] = ['check', 'apply', 'verify', 'capture'];

const REASONS: readonly RefusalReason[] = [
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
export type Word = readonly [string, ...string[]];

export const parseWord = (line: string): Word | null =>
  line.startsWith('mp ') ? (line.slice(3).split(' ') as [string, ...string[]]) : null;

/** `3 apply 1042 5566.77`: state, phase, output offset in bytes, uptime in seconds. */
export function parseMark(line: string): PhaseMark | null {
  const [, state, phase, offset, uptime] =
    /^(\d+) (check|capture|apply|verify) (\d+) ([\d.]+)$/.exec(line) ?? [];
  if (!state) return null;
  return { state: Number(state), phase: phase as Phase, offset: Number(offset), uptime: Number(uptime) };
}

/** The answer of start and attach, if the word is one. `silent` is none: the caller has to ask again. */
export function parseAnswer([word, ...rest]: Word): CommandAnswer | { kind: 'running' } | null {
  switch (word) {
    case 'end':
      return parseExitRecord(rest.map(Number));
    case 'lost':
      return {
        kind: 'lost',
        state: Number(rest[0]),
        phase: rest[1] as Phase,
        alive: parseProcesses(rest.slice(2)),
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

export function parseRefusal([word, ...detail]: string[]): Extract<CommandAnswer, { kind: 'refused' }> {
  const reason = REASONS.find((known) => known === word);
  return reason
    ? { kind: 'refused', reason, detail: detail.join(' ') }
    : { kind: 'refused', reason: 'malformed', detail: [word, ...detail].join(' ') };
}

export function parseStopped([how, ...rest]: string[]): StopAnswer | null {
  switch (how) {
    case 'clean':
      return rest[0] === 'repaired' || rest[0] === 'broken'
        ? { kind: 'clean', dpkg: rest[0] }
        : { kind: 'clean' };
    case 'left':
      return { kind: 'left', processes: parseProcesses(rest) };
    case 'dpkg':
      return { kind: 'dpkg_working', processes: parseProcesses(rest) };
    default:
      return null;
  }
}

const parseProcesses = (words: string[]): string[] => words.filter((word) => /^\d+:/.test(word));

function parseExitRecord([outcome, state = 0, phase = 0, exitCode = 0]: number[]): CommandAnswer | null {
  const at = { state, phase: PHASES[phase] ?? 'check' };
  switch (outcome) {
    case 0:
      return { kind: 'done', applied: state };
    case 1:
      return { kind: 'failed', ...at, exitCode };
    case 2:
      return { kind: 'paused', state };
    case 3:
      return { kind: 'spool_full', ...at };
    default:
      return null;
  }
}
