/**
 * What the console is given to draw. Every procedure answers with these; they hold no secret and no internal detail.
 * Dates are ISO 8601 strings in UTC, durations milliseconds, sizes bytes.
 */
import type { OperationKind } from '@milepost/contract/operation-kinds';
import type {
  InstallationStatus,
  MilestoneStatus,
  OperationStatus,
  Phase,
  ServerStatus,
} from '@milepost/contract/statuses';
import type { OperationNotice } from '@milepost/contract/operation-notice';
import type { InstallationLink, Verbs } from './names';
import type { Aftermath, Deletion, FailureView } from './outcome-views';
import type { OutputMark, OutputSource } from './output-views';

export type {
  Deletion,
  InstallationLink,
  InstallationStatus,
  MilestoneStatus,
  OperationNotice,
  OperationKind,
  OperationStatus,
  ServerStatus,
  Verbs,
};

export type Role = 'owner' | 'operator' | 'viewer';

export interface SessionUser {
  id: string;
  name: string;
  email: string;
  role: Role;
}

export interface ServerSummary {
  id: string;
  name: string;
  address: string;
  port: number;
  status: ServerStatus;
  /** A sentence: why it could not join, or what is wrong now. */
  problem: string | null;
  /** "Debian GNU/Linux 12 (bookworm)" */
  system: string | null;
  practice: boolean;
  /** Without what lives in others. */
  installations: number;
  /** Of which nothing is known since the server was rebuilt. */
  unknownInstallations: number;
  /** The operation that holds the queue, and how many wait. */
  queue: { holder: OperationSummary | null; waiting: number; blocked: string | null };
  lastSeenAt: string | null;
  /** No connection can be made since then; `reason` is one sentence. */
  unreachable: { since: string; reason: string } | null;
  createdAt: string;
}

export interface ServerDetail extends ServerSummary {
  facts: {
    arch: string;
    kernel: string;
    cpus: number;
    memory: number;
    disk: { total: number; free: number };
    at: string;
  } | null;
  hostKey: {
    type: string;
    /** "SHA256:…" */
    fingerprint: string;
    pinned: boolean;
    confirmedBy: string | null;
    confirmedAt: string | null;
  } | null;
  credentials: {
    kind: 'root' | 'user' | 'worker';
    username: string;
    fingerprint: string;
    createdAt: string;
  }[];
  /** By title, each with what lives in it after it. */
  packages: InstallationView[];
  /** Its history stays. */
  removed: { at: string; by: string } | null;
  /** The command that is not verified to have stopped: the queue is blocked until then. */
  blocked: { sentence: string; operation: { id: string; title: string }; since: string } | null;
  waitingOperations: OperationSummary[];
}

export interface InstallationView {
  id: string;
  /** "PHP 8.3", else the title of its package. */
  title: string;
  package: { id: string; title: string };
  verbs: Verbs;
  /** What it lives in. */
  parent: InstallationLink | null;
  server: { id: string; name: string };
  status: InstallationStatus;
  /** It is active, and a person has stopped its services through Milepost. */
  stopped: boolean;
  version: string | null;
  /** The newer version that its server offered at the last check, which an update would install; null where none is known. */
  availableVersion: string | null;
  /** At the last check its server was not as the last install left it. */
  drifted: boolean;
  configuration: Record<string, unknown>;
  installedAt: string | null;
  /** The open or last operation on it. */
  operation: OperationSummary | null;
  /** What the last operation left on the server, where it did not complete. */
  aftermath: Aftermath | null;
  /** How it can be deleted; null where it neither failed nor is unknown, or something is at work on it. */
  deletion: Deletion | null;
}

/** The installation's progress, as lists, the operation page and the polling fallback show it. */
export interface Progress {
  status: OperationStatus;
  /** The installation it is about; null once the uninstall has completed. */
  resource: { type: 'installation'; id: string; status: InstallationStatus } | null;
  /** 1, 2, 3 …; 0 before the first milestone. */
  step: number;
  total: number;
  label: string;
  /** 0 to 100, floored, never goes back, 100 only when done. */
  percentage: number;
  /** One a milestone, in order. `weight` is what it usually takes, in milliseconds. */
  segments: { status: MilestoneStatus; weight: number; label: string }[];
  notice: OperationNotice | null;
}

export interface OperationSummary {
  id: string;
  kind: OperationKind;
  /** "Install nginx on web-1", "Create database shop on PostgreSQL, web-1" */
  title: string;
  package: { id: string; title: string };
  /** Of its package. */
  verbs: Verbs;
  /** What it is about, there or not any more. */
  installation: InstallationLink & { parent: InstallationLink | null };
  server: { id: string; name: string; removed: boolean };
  status: OperationStatus;
  /** The workflow was terminated under it. */
  interrupted: boolean;
  /** A rollback: what it changed is being undone. Stays true once that has ended. */
  rollingBack: boolean;
  progress: Progress;
  /** Who paused it, or requested that; `resumeAt`: when it resumes automatically. */
  pause: { by: string; at: string; resumeAt: string | null } | null;
  /** How it ended, in a sentence; while a decision is waited for, what is the matter. */
  conclusion: string | null;
  requestedBy: string;
  requestedAt: string;
  startedAt: string | null;
  endedAt: string | null;
  /** The last event with a notification; 0: none. */
  lastNotifiedEvent: number;
}

export interface MilestoneView {
  n: number;
  id: string;
  label: string;
  status: MilestoneStatus;
  attempts: number;
  /** States in the plan, and the one that the attempt is at. `applied` of them had to be applied, once done. */
  /** `label` says what is true once a state holds, `action` what is done for it. */
  states: { id: string; label: string; action: string }[];
  state: number | null;
  phase: Phase | null;
  applied: number | null;
  failure: string | null;
  /** It was stopped while it ran. */
  interrupted: boolean;
  /** Why a person skipped it. */
  skipReason: string | null;
  /** How far the state has come: "Unpacking 14 of 32 packages"; `unit` is "%" where `total` is 100. `rate`: units a second. */
  count: { done: number; total: number; unit: string; label: string; rate: number | null } | null;
  /** While it runs: when something was last heard of it. */
  lastOutputAt: string | null;
  /** What it took in the middle half of its earlier runs on this kind of system; null before there were five. */
  typicalDuration: { from: number; to: number } | null;
  weight: number;
  startedAt: string | null;
  endedAt: string | null;
}

export interface OperationDetail extends OperationSummary {
  planHash: string;
  /** Milliseconds that its commands worked: without the queue, pauses, decisions, rests between tries and lost connections. */
  workedMs: number;
  input: Record<string, unknown>;
  milestones: MilestoneView[];
  /** "install-nginx-web-1-975a", null until a worker has accepted it; and its page in the Temporal UI where one is configured. */
  workflow: { id: string | null; url: string | null };
  failure: FailureView | null;
  /** Where a cancellation stopped it: `during` the milestone, or before it. */
  canceled: { label: string; during: boolean } | null;
  /** What this user can do now. */
  actions: {
    cancel: boolean;
    pause: boolean;
    resume: boolean;
    /** In a new run, of what was interrupted. */
    resumeInterrupted: boolean;
    /** While it is being canceled and its server cannot be reached: ends as unknown. */
    abandonServer: boolean;
    /** Of the decision point; empty where none is open to this user. */
    choices: DecisionChoice[];
    /** Of the installation that it left as failed. */
    deletion: Deletion | null;
  };
  /** What it left on the server, where it did not complete. */
  aftermath: Aftermath | null;
  /** When it is marked as failed if nobody decides. */
  decisionDeadline: string | null;
  /** What it usually takes on this kind of system; null before there were five runs. */
  typicalDuration: { from: number; to: number; runs: number } | null;
  /** The decision point that an answer (`decide`) must name: so that two people do not both give one. */
  decisionPoint: number;
  lastEvent: number;
  lastOutput: number;
}

/** One answer to a decision point, with what follows from it. */
export interface DecisionChoice {
  action: 'retry' | 'retry_from' | 'skip' | 'roll_back' | 'accept_plan' | 'mark_failed';
  /** One sentence for the person who is about to press. */
  consequence: string;
  /** Of `retry_from`: where it can begin. */
  milestones: { n: number; label: string }[];
  needsReason: boolean;
  /** Of `roll_back`: places of data that are kept unless the answer says `removeData`. */
  data: string[];
}

export interface EventView {
  n: number;
  type: string;
  /** "Installing nginx done in 3.8 s" */
  sentence: string;
  /** Who, where a person did it. */
  by: string | null;
  at: string;
}

/** A piece of a command's output. Text is UTF-8 with ANSI sequences; a character is never split over two chunks. */
export interface OutputChunk extends OutputSource {
  n: number;
  /** Bytes from the start of the command's output. */
  offset: number;
  text: string;
  /** Bytes that were left out just before this chunk to keep the output bounded. */
  gapBefore: number;
  /** Set where a phase begins or the command ends: `text` is empty then. */
  mark: OutputMark | null;
}

/** Where a reader stands in one operation. */
export interface Position {
  event: number;
  output: number;
}

/** One message of the live stream. What is not watched comes as a summary only. */
export interface LiveUpdate {
  operations: {
    summary: OperationSummary;
    /** Only for watched operations; in order, without a gap from the position before. */
    detail: OperationDetail | null;
    events: EventView[];
    output: OutputChunk[];
    position: Position | null;
  }[];
  /** Servers whose row, queue or installations changed: ids to read again. */
  servers: string[];
  /** There are new general notifications for the user: the list is to be read again. */
  notifications: boolean;
  /** Workers came or went: the engine's state is to be read again. */
  workers: boolean;
}

export interface Page<T> {
  items: T[];
  /** Pass it back to get the next page; null at the end. */
  cursor: string | null;
  total: number;
  /** There are more than `total`: they are counted only so far. */
  totalIsLeast: boolean;
}
