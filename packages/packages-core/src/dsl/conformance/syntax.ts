import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

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

/** Reads many scripts in one go, so that `syntaxError` knows at once of each that it can be read. */
export function readScripts(scripts: readonly string[]): void {
  const folder = mkdtempSync(join(tmpdir(), 'milepost-scripts-'));
  try {
    const unknown = [...new Set(scripts)].filter((script) => !seen.has(script));
    unknown.forEach((script, n) => writeFileSync(join(folder, String(n)), script));
    const each =
      'cd "$2" || exit; n=0; while [ -f "$n" ]; do "$1" -n <"$n" 2>/dev/null && echo "$n"; n=$((n + 1)); done';
    const { stdout } = spawnSync(SHELL, ['-c', each, 'sh', SHELL, folder], { encoding: 'utf8' });
    const readable = stdout.split('\n').filter((line) => line !== '');
    for (const n of readable) seen.set(unknown[Number(n)] ?? '', null);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
