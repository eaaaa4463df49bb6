import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { withLibraries } from '../plan/libraries';
import { encodeSecretPayload } from '../../engine/output/secret-payload';

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

/**
 * Runs a script here as the supervisor runs a phase on a server: `( eval "$script" )` by sh, with the libraries that it calls in front
 * and secrets behind descriptor 8.
 */
export function localShell({ path, captured = '' }: LocalShellOptions = {}): Shell {
  return async (script, secrets) => {
    const home = await mkdtemp(join(tmpdir(), 'milepost-shell-'));
    const file = join(home, 'secrets');
    await writeFile(file, encodeSecretPayload(secrets), { mode: 0o600 });
    const captureFile = join(home, 'captured');
    await writeFile(captureFile, captured);
    const handle = await open(file, 'r');
    try {
      return await run({ script: withLibraries(script), captured: captureFile, secrets: handle.fd, path });
    } finally {
      await handle.close();
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

/** What Milepost wrote, as far as the tests of this process are concerned: see states/file-record. */
const RECORDS = mkdtempSync(join(tmpdir(), 'milepost-records-'));
process.on('exit', () => {
  rmSync(RECORDS, { recursive: true, force: true });
});

const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

function run({ script, captured, secrets, path }: Run): Promise<{ exitCode: number; output: string }> {
  const child = spawn('/bin/sh', ['-c', 'script=$(cat <&7); exec 7<&-; ( eval "$script" ) 2>&1'], {
    cwd: '/',
    env: {
      LC_ALL: 'C',
      PATH: path ? `${path}:${PATH}` : PATH,
      MP_SECRETS: '/proc/self/fd/8',
      MP_CAPTURE_FILE: captured,
      MP_RECORDS: RECORDS,
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
