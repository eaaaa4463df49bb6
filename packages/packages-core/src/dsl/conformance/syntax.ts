import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const seen = new Map<string, string | null>();

/** What the server's shell would say of a script before it runs it; null when it can be read. */
export function syntaxError(script: string): string | null {
  const known = seen.get(script);
  if (known !== undefined) return known;
  const { stderr, status } = parse(script);
  const error = status === 0 ? null : `${stderr.trim()} in: ${script}`;
  seen.set(script, error);
  return error;
}

// dash knows no bashisms; elsewhere sh has to do.
const SHELL = existsSync('/bin/dash') ? '/bin/dash' : '/bin/sh';

function parse(script: string): { stderr: string; status: number | null } {
  return spawnSync(SHELL, ['-n'], { input: script, encoding: 'utf8' });
}
