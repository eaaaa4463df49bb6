import { createHash } from 'node:crypto';
import { SUPERVISOR } from '../generated/supervisor';
import type { HostSink } from '../engine/host';
import type { Connection } from './connection';
import { ReadyFilter } from './ready-filter';
import type { RemoteShell } from './remote-shell';
import { remoteCommand } from './remote-shell';
import { linkLost, unusable } from './ssh-errors';
import type { Word } from './supervisor-words';
import { parseMark, parseWord } from './supervisor-words';

const BYTES = Buffer.from(SUPERVISOR, 'utf8');
export const SUPERVISOR_SHA256 = createHash('sha256').update(BYTES).digest('hex');

export interface SupervisorPlace extends RemoteShell {
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
  onWord?(word: Word): Promise<void> | void;
  /** After which the server ends the call by itself. */
  timeoutSeconds: number;
  signal?: AbortSignal;
}

/** For the way there and back, after the server's own time limit. */
const MARGIN_SECONDS = 20;
const PUT_SECONDS = 60;

/** Calls the supervisor; where it is missing it is put there first. Resolves with the words it said and the exit code. */
export async function callSupervisor(
  connection: Connection,
  place: SupervisorPlace,
  call: SupervisorCall,
): Promise<{ words: Word[]; exitCode: number }> {
  const first = await attempt(connection, place, call);
  if (first.began) return first;
  await putSupervisor(connection, place);
  const second = await attempt(connection, place, call);
  if (!second.began) throw unusable(connection.host, second.noise || `exit code ${second.exitCode}`);
  return second;
}

const scriptPath = (place: SupervisorPlace): string => `${place.spool}/bin/${SUPERVISOR_SHA256}`;

async function attempt(connection: Connection, place: SupervisorPlace, call: SupervisorCall) {
  const output = new ReadyFilter();
  const talk = new Talk(call);
  let offset: number | undefined;
  const command = remoteCommand(place, ['/bin/sh', scriptPath(place), call.verb, place.spool, ...call.args], {
    timeoutSeconds: call.timeoutSeconds,
    environment: place.withoutUnits ? { MP_SETSID: '1' } : {},
  });
  const exitCode = await connection.exec(command, {
    input: call.input,
    signal: call.signal,
    timeoutMs: (call.timeoutSeconds + MARGIN_SECONDS) * 1000,
    onErrorOutput: (chunk) => talk.push(chunk),
    onOutput: (chunk) => {
      const bytes = output.push(chunk);
      if (bytes.length === 0) return;
      const at = offset ?? output.from ?? 0;
      offset = at + bytes.length;
      return call.sink?.output({ offset: at, bytes });
    },
  });
  return { began: output.ready, noise: talk.noise, words: talk.words, exitCode };
}

/** The supervisor's side of the talk: lines of words and marks. */
class Talk {
  readonly words: Word[] = [];
  readonly #start = new ReadyFilter();
  readonly #call: SupervisorCall;
  #line = '';

  constructor(call: SupervisorCall) {
    this.#call = call;
  }

  get noise(): string {
    return this.#start.noise;
  }

  async push(chunk: Buffer): Promise<void> {
    const lines = (this.#line + this.#start.push(chunk).toString('latin1')).split('\n');
    this.#line = lines.pop() ?? '';
    for (const line of lines) await this.#hear(line);
  }

  async #hear(line: string): Promise<void> {
    const word = parseWord(line);
    if (word) {
      this.words.push(word);
      await this.#call.onWord?.(word);
    }
    const mark = parseMark(line);
    if (mark) this.#call.sink?.mark(mark);
  }
}

/** Whole and verified, or not at all. */
async function putSupervisor(connection: Connection, place: SupervisorPlace): Promise<void> {
  const path = scriptPath(place);
  const script =
    `umask 077; new=${path}.$$; echo mp ready >&2; mkdir -p ${place.spool}/bin && cat >$new && ` +
    `echo "${SUPERVISOR_SHA256}  $new" | sha256sum -c --status && sync $new && mv $new ${path} || { rm -f $new; exit 1; }`;
  const said = new ReadyFilter();
  let complaint = '';
  const exitCode = await connection.exec(
    remoteCommand(place, ['/bin/sh', '-c', script], { timeoutSeconds: PUT_SECONDS }),
    {
      input: BYTES,
      timeoutMs: (PUT_SECONDS + MARGIN_SECONDS) * 1000,
      onErrorOutput: (chunk) => {
        complaint += said.push(chunk).toString('utf8');
      },
    },
  );
  if (exitCode === 0) return;
  if (exitCode === 124) throw linkLost(connection.host, 'the supervisor could not be sent in time');
  throw unusable(
    connection.host,
    (said.ready ? complaint : said.noise).trim().split('\n')[0] || `exit code ${exitCode}`,
  );
}
