import type { LastRun } from '../service-state';

const RESULTS: Readonly<Record<string, string>> = {
  success: 'succeeded',
  timeout: 'was ended by its time limit',
  'oom-kill': 'was ended because memory ran out',
  'core-dump': 'crashed',
};

/** How the last run of a scheduled job ended, in a few words after "The last run": "failed with exit code 3". Pure. */
export function lastRunWords({ endedAt, result, status }: LastRun): string {
  if (endedAt === null) return 'is under way';
  if (result === 'exit-code') return `failed with exit code ${status}`;
  if (result === 'signal') return `was ended by signal ${status}`;
  return RESULTS[result] ?? `failed (${result})`;
}
