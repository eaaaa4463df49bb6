import type { Result } from 'execa';

/** For people: "exit code 1", "signal SIGKILL", or why it could not be started. */
export function howItEnded({ exitCode, signal, originalMessage }: Result): string {
  if (signal !== undefined) return `signal ${signal}`;
  return exitCode === undefined ? (originalMessage ?? 'it did not start') : `exit code ${exitCode}`;
}
