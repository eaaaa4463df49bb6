import { READ_ONLY_RUNNER } from '../../generated/supervisor';
import type { ReadResult, ReadOptions } from '../../engine/host';
import { encodeSecretPayload } from '../../engine/output/secret-payload';
import { BoundedBytes } from '../bounds/bounded-bytes';
import type { Connection } from '../transport/connection';
import { ProtocolViolation } from '../bounds/protocol-violation';
import { LoginBannerFilter } from '../transport/login-banner-filter';
import type { RemoteShell } from '../supervisor/remote-shell';
import { remoteCommand } from '../supervisor/remote-shell';
import { unusable } from '../transport/ssh-errors';

const TIMEOUT_SECONDS = 30;
const MAX_BYTES = 1024 * 1024;
/** How much a script may print beyond the part that is kept. */
const MAX_DROPPED_BYTES = 16 * 1024 * 1024;
const MARGIN_SECONDS = 20;

/** Runs a script that changes nothing, and keeps the first `maxBytes` of its output. Needs no supervisor on the server. */
export async function runReadOnly(
  connection: Connection,
  shell: RemoteShell,
  {
    script,
    secrets = {},
    timeoutSeconds = TIMEOUT_SECONDS,
    maxBytes = MAX_BYTES,
    signal,
  }: ReadOptions & { script: string },
): Promise<ReadResult> {
  // One byte ends the script whatever it ends with, so that the shell can see that none is missing.
  const body = Buffer.from(`${script}\n`, 'utf8');
  const hidden = Buffer.from(encodeSecretPayload(secrets), 'utf8');
  const output = new BoundedBuffer(maxBytes);
  const errorOutput = new BoundedBuffer(maxBytes);
  const exitCode = await connection.exec(
    remoteCommand(shell, ['/bin/sh', '-c', READ_ONLY_RUNNER, 'sh', body.length, hidden.length], {
      ...{ timeoutSeconds, connection: true },
    }),
    {
      input: Buffer.concat([body, hidden]),
      timeoutMs: (timeoutSeconds + MARGIN_SECONDS) * 1000,
      ...(signal && { signal }),
      onOutput: (chunk) => output.push(chunk),
      onErrorOutput: (chunk) => errorOutput.push(chunk),
    },
  );
  if (!output.started) throw unusable(connection.host, { printed: errorOutput.preamble, exitCode });
  return { exitCode, stdout: output.text(), stderr: errorOutput.text() };
}

/** The first bytes of a stream, counted from the line with which the script reports that it has started. */
class BoundedBuffer {
  readonly #start = new LoginBannerFilter();
  readonly #bytes: BoundedBytes;
  #remaining: number;
  #dropped = 0;

  constructor(limit: number) {
    this.#bytes = new BoundedBytes('kept output', limit);
    this.#remaining = limit;
  }

  get started(): boolean {
    return this.#start.ready;
  }

  get preamble(): string {
    return this.#start.preamble;
  }

  push(chunk: Buffer): void {
    const bytes = this.#start.push(chunk);
    const accepted = bytes.subarray(0, this.#remaining);
    this.#remaining -= accepted.length;
    this.#bytes.push(accepted);
    this.#dropped += bytes.length - accepted.length;
    if (this.#dropped > MAX_DROPPED_BYTES)
      throw new ProtocolViolation(
        'too_much',
        `a script's output: over ${MAX_DROPPED_BYTES} bytes beyond what is kept`,
      );
  }

  text(): string {
    return this.#bytes.text();
  }
}
