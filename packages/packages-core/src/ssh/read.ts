import { READER } from '../generated/supervisor';
import type { ReadAnswer, ReadOptions } from '../engine/host';
import { encodeSecretLines } from '../engine/secret-lines';
import type { Connection } from './connection';
import { ReadyFilter } from './ready-filter';
import type { RemoteShell } from './remote-shell';
import { remoteCommand } from './remote-shell';
import { unusable } from './ssh-errors';

const TIMEOUT_SECONDS = 30;
const MOST_BYTES = 1024 * 1024;
const MARGIN_SECONDS = 20;

/** Runs a script that changes nothing, and keeps so much of what it says. The supervisor is not needed for it. */
export async function readOnHost(
  connection: Connection,
  shell: RemoteShell,
  {
    script,
    secrets = {},
    timeoutSeconds = TIMEOUT_SECONDS,
    maxBytes = MOST_BYTES,
  }: ReadOptions & { script: string },
): Promise<ReadAnswer> {
  // One byte ends the script whatever it ends with, so that the shell can see that none is missing.
  const body = Buffer.from(`${script}\n`, 'utf8');
  const hidden = Buffer.from(encodeSecretLines(secrets), 'utf8');
  const output = new Bounded(maxBytes);
  const errorOutput = new Bounded(maxBytes);
  const exitCode = await connection.exec(
    remoteCommand(shell, ['/bin/sh', '-c', READER, 'sh', body.length, hidden.length], { timeoutSeconds }),
    {
      input: Buffer.concat([body, hidden]),
      timeoutMs: (timeoutSeconds + MARGIN_SECONDS) * 1000,
      onOutput: (chunk) => output.push(chunk),
      onErrorOutput: (chunk) => errorOutput.push(chunk),
    },
  );
  if (!output.begun)
    throw unusable(connection.host, errorOutput.noise.split('\n')[0] || `exit code ${exitCode}`);
  return { exitCode, stdout: output.text(), stderr: errorOutput.text() };
}

/** The first bytes of a stream, after the line that says that the script began. */
class Bounded {
  readonly #start = new ReadyFilter();
  readonly #chunks: Buffer[] = [];
  #room: number;

  constructor(room: number) {
    this.#room = room;
  }

  get begun(): boolean {
    return this.#start.ready;
  }

  get noise(): string {
    return this.#start.noise;
  }

  push(chunk: Buffer): void {
    const bytes = this.#start.push(chunk).subarray(0, this.#room);
    this.#room -= bytes.length;
    this.#chunks.push(bytes);
  }

  text(): string {
    return Buffer.concat(this.#chunks).toString('utf8');
  }
}
