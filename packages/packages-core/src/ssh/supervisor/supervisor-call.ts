import { createHash } from 'node:crypto';
import { SUPERVISOR } from '../../generated/supervisor';
import type { HostSink } from '../../engine/host';
import { BoundedBytes, TEXT_BYTES } from '../bounds/bounded-bytes';
import { BoundedLines } from '../bounds/bounded-lines';
import type { Connection } from '../transport/connection';
import { ProtocolViolation } from '../bounds/protocol-violation';
import { LoginBannerFilter } from '../transport/login-banner-filter';
import type { RemoteShell } from './remote-shell';
import { remoteCommand } from './remote-shell';
import { linkLost, unusable } from '../transport/ssh-errors';
import type { SupervisorMessage } from './supervisor-messages';
import { parseResult, parseMark, parseMessage } from './supervisor-messages';

const BYTES = Buffer.from(SUPERVISOR, 'utf8');
export const SUPERVISOR_SHA256 = createHash('sha256').update(BYTES).digest('hex');

export interface SupervisorLocation extends RemoteShell {
  /** The spool's folder on the server. */
  spool: string;
  /** Where no units are to be used although systemd runs. */
  withoutUnits?: boolean;
}

export interface SupervisorCall {
  verb: string;
  args: readonly (string | number)[];
  input?: Uint8Array;
  /** Where output and marks go. */
  sink?: HostSink;
  /** The output that is asked for, in bytes: nothing before `from`, and so much at most. 64 KiB from 0 when left out. */
  output?: { from: number; limit: number };
  onMessage?(word: SupervisorMessage): Promise<void> | void;
  /** After which the server ends the call by itself. */
  timeoutSeconds: number;
  signal?: AbortSignal;
}

/** For the way there and back, after the server's own time limit. */
const MARGIN_SECONDS = 20;
const UPLOAD_SECONDS = 60;

/** Calls the supervisor; where it is missing it is put there first. Resolves with the words it said and the exit code. */
export async function callSupervisor(
  connection: Connection,
  supervisor: SupervisorLocation,
  call: SupervisorCall,
): Promise<{ words: SupervisorMessage[]; exitCode: number }> {
  const first = await callOnce(connection, supervisor, call);
  if (first.started) return first;
  await uploadSupervisor(connection, supervisor);
  const second = await callOnce(connection, supervisor, call);
  if (!second.started) throw unusable(connection.host, { printed: second.noise, exitCode: second.exitCode });
  return second;
}

const scriptPath = (supervisor: SupervisorLocation): string => `${supervisor.spool}/bin/${SUPERVISOR_SHA256}`;

async function callOnce(connection: Connection, supervisor: SupervisorLocation, call: SupervisorCall) {
  const ready = new LoginBannerFilter();
  const output = new OutputWindow(call.output);
  const session = new SupervisorSession(call);
  const command = remoteCommand(
    supervisor,
    ['/bin/sh', scriptPath(supervisor), call.verb, supervisor.spool, ...call.args],
    {
      timeoutSeconds: call.timeoutSeconds,
      environment: supervisor.withoutUnits ? { MP_SETSID: '1' } : {},
    },
  );
  const exitCode = await connection.exec(command, {
    input: call.input,
    signal: call.signal,
    timeoutMs: (call.timeoutSeconds + MARGIN_SECONDS) * 1000,
    onErrorOutput: (chunk) => session.push(chunk),
    onOutput: (chunk) => {
      const bytes = ready.push(chunk);
      if (bytes.length === 0) return;
      return call.sink?.output({ offset: output.advance(bytes.length, ready.outputOffset ?? 0), bytes });
    },
  });
  return { started: ready.ready, noise: session.preamble, words: session.messages, exitCode };
}

/** Where a call's output lies in that of its command. */
class OutputWindow {
  readonly #from: number;
  readonly #limit: number;
  #next: number | undefined;

  constructor({ from, limit }: SupervisorCall['output'] = { from: 0, limit: TEXT_BYTES }) {
    this.#from = from;
    this.#limit = limit;
  }

  /** The offset of the next bytes, whose first lie at `start`. Throws ProtocolViolation outside of what was asked for. */
  advance(length: number, start: number): number {
    if (start < this.#from)
      throw new ProtocolViolation('unreadable', `output from ${start}, before ${this.#from}`);
    const offset = this.#next ?? start;
    this.#next = offset + length;
    if (this.#next - start > this.#limit)
      throw new ProtocolViolation('too_much', `over ${this.#limit} bytes of output`);
    return offset;
  }
}

/** The supervisor's side of the talk: lines of words and marks. */
class SupervisorSession {
  readonly messages: SupervisorMessage[] = [];
  readonly #start = new LoginBannerFilter();
  readonly #lines = new BoundedLines();
  readonly #call: SupervisorCall;

  constructor(call: SupervisorCall) {
    this.#call = call;
  }

  get preamble(): string {
    return this.#start.preamble;
  }

  async push(chunk: Buffer): Promise<void> {
    for (const line of this.#lines.push(this.#start.push(chunk))) await this.#handle(line);
  }

  async #handle(line: string): Promise<void> {
    const word = parseMessage(line);
    if (word) {
      parseResult(word); // what cannot be read ends the connection now
      this.messages.push(word);
      await this.#call.onMessage?.(word);
    }
    const mark = parseMark(line);
    if (mark) this.#call.sink?.mark(mark);
  }
}

/** Whole and verified, or not at all. */
async function uploadSupervisor(connection: Connection, supervisor: SupervisorLocation): Promise<void> {
  const path = scriptPath(supervisor);
  const script =
    `umask 077; new=${path}.$$; echo mp ready >&2; mkdir -p ${supervisor.spool}/bin && cat >$new && ` +
    `echo "${SUPERVISOR_SHA256}  $new" | sha256sum -c --status && sync $new && mv $new ${path} || { rm -f $new; exit 1; }`;
  const filter = new LoginBannerFilter();
  const complaint = new BoundedBytes('a complaint');
  const exitCode = await connection.exec(
    remoteCommand(supervisor, ['/bin/sh', '-c', script], { timeoutSeconds: UPLOAD_SECONDS }),
    {
      input: BYTES,
      timeoutMs: (UPLOAD_SECONDS + MARGIN_SECONDS) * 1000,
      onErrorOutput: (chunk) => complaint.push(filter.push(chunk)),
    },
  );
  if (exitCode === 0) return;
  if (exitCode === 124) throw linkLost(connection.host, 'the supervisor could not be sent in time');
  throw unusable(connection.host, { printed: filter.ready ? complaint.text() : filter.preamble, exitCode });
}
