import { spawnSync } from 'node:child_process';

const seen = new Map<string, string | null>();

/** What the server's shell would say of a script before it runs it; null when it can be read. dash where there is one, for it knows no bashisms. */
export function syntaxError(script: string): string | null {
  const known = seen.get(script);
  if (known !== undefined) return known;
  const { stderr, status } = parse(script);
  const error = status === 0 ? null : `${stderr.trim()} in: ${script}`;
  seen.set(script, error);
  return error;
}

function parse(script: string): { stderr: string; status: number | null } {
  const dash = spawnSync('dash', ['-n'], { input: script, encoding: 'utf8' });
  return dash.error ? spawnSync('sh', ['-n'], { input: script, encoding: 'utf8' }) : dash;
}
