import { spawn } from 'node:child_process';
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { encodeSecretLines } from '../../engine/secret-lines';

/** Runs one script with these secrets behind `$MP_SECRETS`. */
export type Shell = (
  script: string,
  secrets: Record<string, string>,
) => Promise<{ exitCode: number; output: string }>;

export interface LocalShellOptions {
  /** In front of the usual PATH. */
  path?: string;
  /** What a capture printed, for an undo. */
  captured?: string;
}

/** Runs a script here as the supervisor runs a phase on a server: `( eval "$script" )` by sh, secrets behind descriptor 8. */
export function localShell({ path, captured = '' }: LocalShellOptions = {}): Shell {
  return async (script, secrets) => {
    const home = await mkdtemp(join(tmpdir(), 'milepost-shell-'));
    const file = join(home, 'secrets');
    await writeFile(file, encodeSecretLines(secrets), { mode: 0o600 });
    const kept = join(home, 'captured');
    await writeFile(kept, captured);
    const held = await open(file, 'r');
    try {
      return await run({ script, captured: kept, secrets: held.fd, path });
    } finally {
      await held.close();
      await rm(home, { recursive: true });
    }
  };
}

interface Run {
  script: string;
  captured: string;
  secrets: number;
  path: string | undefined;
}

const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

function run({ script, captured, secrets, path }: Run): Promise<{ exitCode: number; output: string }> {
  const child = spawn('/bin/sh', ['-c', 'script=$(cat <&7); exec 7<&-; ( eval "$script" ) 2>&1'], {
    cwd: '/',
    env: {
      LC_ALL: 'C',
      PATH: path ? `${path}:${PATH}` : PATH,
      MP_SECRETS: '/proc/self/fd/8',
      MP_CAPTURED: captured,
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ignore', 'ignore', 'ignore', 'ignore', 'pipe', secrets],
  });
  const chunks: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => chunks.push(chunk));
  // Node's types know five descriptors.
  const sent = (child.stdio as readonly unknown[])[7];
  if (sent instanceof Writable) sent.end(script);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ exitCode: code ?? 128, output: Buffer.concat(chunks).toString() }));
  });
}
