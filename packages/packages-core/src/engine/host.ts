/**
 * The port of the engine: what it needs from a server. `ssh/` implements it; nothing here knows of sockets.
 * A durable command is one milestone: its states in order under a supervisor on the server (DESIGN.md, section 5).
 */
import type { RejectionReason } from '@milepost/contract/errors/host-problem';
import type { Phase } from '@milepost/contract/statuses';

export interface CommandState {
  /** Scripts. Without a check the state counts as false; without a verify the exit code of apply decides. */
  check: string | null;
  apply: string;
  verify: string | null;
  /** Prints what a rollback needs. Runs once, before the operation's first apply of this state; later phases read its output from `$MP_CAPTURE_FILE`. */
  capture: string | null;
  idempotent: boolean;
  /** Which of the milestone's states this is, counted from 1, when it is not its place in the list: a rollback lists them backwards. */
  captureIndex?: number;
  /** Undoes it with its capture, and nothing where there is none. Only for what the server may have to undo by itself. */
  undo?: string;
  /** A guarded change: the server undoes it unless `confirm` comes within so many seconds of its apply. Needs `undo`, which is kept on its disk. */
  confirmWithinSeconds?: number;
  /** States (from 1) that are undone, in this order, where its apply exits as an assertion that does not hold. */
  undoesWhenRefused?: readonly number[];
}

/**
 * What names a durable command on a server: one operation, one key `<milestone id>.<attempt key>` (no dot in the milestone's id).
 * Both are letters, digits, `_`, `.` and `-`, at most 100 characters.
 */
export interface CommandRef {
  operation: string;
  key: string;
}

export interface DurableCommand extends CommandRef {
  /** A lower fence than the server has seen is refused. */
  fence: number;
  /** As read from the server for this intent, before it was committed. */
  spool: SpoolState;
  /** The user of the server who runs the scripts; root when left out. The command itself stays root's: a stop reaches all of it. */
  user?: string;
  /** Shell functions that the scripts call: sent once, and put in front of each script on the server. */
  libraries?: string;
  states: CommandState[];
}

export interface SpoolState {
  /** Made with the spool; another id means that it was wiped. */
  id: string;
  /** Claims ever made in this spool; fewer than seen means that it was restored from a copy. */
  claims: number;
  bootId: string;
}

/** Written on the server before a phase begins. `state` counts from 1; `offset` is the output's length at that moment, in bytes. */
export interface PhaseMark {
  state: number;
  phase: Phase;
  offset: number;
  /** Seconds since the server's boot. */
  uptime: number;
}

export type CommandResult =
  /** All states hold. `applied` counts those that had to be applied. */
  | { kind: 'done'; applied: number }
  | { kind: 'failed'; state: number; phase: Phase; exitCode: number }
  /** Stopped between two states because of a pause request. */
  | { kind: 'paused'; state: number }
  /** The spool could not be written: disk full. Whether the phase's command ran is known from the mark. */
  | { kind: 'spool_full'; state: number; phase: Phase }
  /** The supervisor died; what it was doing last. */
  | { kind: 'lost'; state: number; phase: Phase; survivors: string[] }
  /** Recorded here as started, but unknown to the server. */
  | { kind: 'absent' }
  /** Nothing was started. */
  | { kind: 'refused'; reason: RejectionReason; detail: string };

export type StopResult =
  /** `dpkg`: whether the packages that a stopped package manager had left half configured could be repaired. */
  | { kind: 'clean'; dpkg?: 'repaired' | 'broken' }
  /** Processes that could not be stopped, as `PID:NAME`. */
  | { kind: 'processes_remaining'; processes: string[] }
  /** dpkg was running and is still running at the end of the time limit. */
  | { kind: 'dpkg_working'; processes: string[] };

/** What `confirm` met: the change stays, or it does not wait for that (any more). */
export type Confirmation = 'confirmed' | 'not_waiting';

export interface CommandSink {
  /**
   * Plain, already redacted output; `offset` in bytes from the command's start, higher than the end of what came before where a
   * middle is not kept. A promise is awaited: that is the backpressure.
   * The bytes are the sink's to keep: nobody writes to their memory again.
   */
  output(chunk: { offset: number; bytes: Uint8Array }): Promise<void> | void;
  mark(mark: PhaseMark): void;
}

/**
 * Receives the raw output of a command. The first offset may be higher than requested (see `tail`). `runCommand` masks secrets on the
 * way to a CommandSink.
 */
export interface HostSink {
  output(chunk: { offset: number; bytes: Uint8Array }): Promise<void> | void;
  mark(mark: PhaseMark): void;
}

/** One server, reached. Every call is bounded in time. Throws HostError; after `link_lost` what was asked may or may not have happened. */
export interface Host {
  /** When the last byte came over the connection, keepalive replies included, in milliseconds since the epoch. */
  lastByteAt(): number;
  /** Installs the supervisor where it is missing and reads the spool. */
  spool(): Promise<SpoolState>;
  /**
   * What the last answer over this connection said of the spool, which saves a call; null when none did, or the server has refused
   * something since. Good enough for an intent: a start refuses a spool that is not the one it was meant for.
   */
  cachedSpool(): SpoolState | null;
  /** Runs the checks first; starts if absent and not all true; then attaches from byte 0 for at most `waitSeconds`. */
  start(command: DurableCommand, options: StartOptions): Promise<CommandResult | { kind: 'running' }>;
  attach(ref: CommandRef, options: AttachOptions): Promise<CommandResult | { kind: 'running' }>;
  /** Requests that a running command stops between two states. */
  pause(ref: CommandRef): Promise<void>;
  /**
   * The guarded change of this state (from 1) stays. Only over a connection that was made since: that it can be made is what is proven.
   */
  confirm(ref: CommandRef, guarded: { state: number; fence: number }): Promise<Confirmation>;
  /** Raises the operation's fence: nothing older starts from now on. */
  fence(operation: string, fence: number): Promise<void>;
  /** Raises the fence, waits for dpkg (bounded), stops all processes and verifies that none is left. */
  stop(ref: CommandRef, options: StopOptions): Promise<StopResult>;
  /**
   * Fence and tombstone: nothing of this operation ever starts again, and its output, captures and exit records are removed.
   * Not for an operation that may be tried again: raise its fence.
   */
  close(operation: string, fence: number): Promise<void>;
  /** A short read without the durable machinery: changes nothing, bounded in time and bytes. */
  read(script: string, options?: ReadOptions): Promise<ReadResult>;
}

export interface FollowOptions {
  sink: HostSink;
  waitSeconds: number;
  /** The guarded change of this state (from 1) waits to be confirmed; its mark may have been received before. */
  onGuarded?(state: number): void;
  /** After so many bytes of output the answer is `running`, whatever has become of the command: it has to be asked again. */
  limit?: number;
  signal: AbortSignal;
}

export interface StartOptions extends FollowOptions {
  secrets: Record<string, string>;
  /** Called once the server has confirmed that the command is claimed (or was before), with its count of claims. */
  onClaimed(claims: number): Promise<void>;
}

export interface AttachOptions extends FollowOptions {
  /** Bytes of output and number of marks not to be sent again. */
  from: { offset: number; mark: number };
  /** What lies more than so many bytes before the end of the output so far is not sent. Everything is where it is left out. */
  tail?: number;
}

export interface StopOptions {
  fence: number;
  /** How long a running dpkg may continue. */
  dpkgSeconds: number;
  /** Between TERM and KILL. */
  graceSeconds: number;
  /** Kill a dpkg that is still running after that. Only if a person has chosen so. */
  force?: boolean;
  signal: AbortSignal;
}

export interface ReadOptions {
  secrets?: Record<string, string>;
  /** 30 when left out. A script that takes longer exits with 124. */
  timeoutSeconds?: number;
  /** Of stdout and of stderr each; the rest is dropped. 1 MiB when left out. */
  maxBytes?: number;
  /** Aborts the wait: what has not started on the server does not start. */
  signal?: AbortSignal;
  /** A state's capture, `OPERATION:MILESTONE.STATE`: the script finds the path at which it is kept, if it is, in `MP_CAPTURE_FILE`. */
  captured?: string;
}

export interface ReadResult {
  exitCode: number;
  stdout: string;
  stderr: string;
}
