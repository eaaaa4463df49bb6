/** What was found on the servers, in Temporal and in the rows, each read for itself. Pure data: see compare.ts. */
export interface Facts {
  servers: SeenServer[];
  runs: SeenRun[];
  operations: SeenOperation[];
  installations: SeenInstallation[];
  queues: SeenQueue[];
  /** What was never delivered: "wake of <operation>". */
  undelivered: string[];
}

export interface SeenServer {
  id: string;
  name: string;
  ledger: LedgerLine[];
  /** Of ledger packages: "ledger-a/p1". */
  software: string[];
  /** Debian packages that are installed, and services that run, of those that the checker knows. */
  packages: string[];
  services: string[];
  /** systemd's units of commands. */
  units: string[];
  /** Processes that only commands start. */
  processes: string[];
}

/** One line of a server's ledger: what a part of a package did, in which try of which command. */
export interface LedgerLine {
  operation: string;
  key: string;
  /** Tells tries of one command apart: there must be one. */
  attempt: string;
  part: string;
  word: string;
  /** Lines that it prints when it begins. */
  lines: number;
}

export interface SeenRun {
  workflowId: string;
  runId: string;
  startedAt: number;
  /** Of the last event in its history: "WORKFLOW_EXECUTION_COMPLETED". */
  last: string;
  result: unknown;
  /** Number and attemptKey of the milestones that it asked for: "1 first". */
  milestones: string[];
  /** Whether it asked for the operation to be closed. */
  closed: boolean;
}

export interface SeenOperation {
  id: string;
  workflowId: string | null;
  serverId: string;
  packageId: string;
  installationId: string;
  kind: string;
  status: string;
  interrupted: string | null;
  requestedAt: number;
  lastEvent: number;
  lastOutput: number;
  percentage: number;
  hasSecrets: boolean;
  decisions: number;
  milestones: SeenMilestone[];
  commands: SeenCommand[];
  events: SeenEvent[];
}

export interface SeenMilestone {
  n: number;
  status: string;
  attempts: number;
  applied: number | null;
  /** Ids of its states, in their order. */
  parts: string[];
}

export interface SeenCommand {
  id: string;
  milestone: number;
  attemptKey: string;
  key: string;
  claimed: boolean;
  ended: boolean;
  answer: SeenAnswer | null;
  nextOffset: number;
  pieces: { offset: number; bytes: number }[];
  output: string;
  /** Whether the middle of its output is not kept. */
  capped: boolean;
}

export interface SeenAnswer {
  kind: string;
  applied?: number;
  state?: number;
  phase?: string;
  exitCode?: number;
}

export interface SeenEvent {
  n: number;
  key: string;
  type: string;
  at: number;
  data: Record<string, unknown>;
}

export interface SeenInstallation {
  id: string;
  serverId: string;
  packageId: string;
  status: string;
  live: boolean;
  /** The last line of its own history. */
  recorded: { status: string; uninstalled: boolean } | null;
}

export interface SeenQueue {
  serverId: string;
  holder: string | null;
  blocked: string | null;
  waiting: string[];
}

/** "Operation 1a2b3c4d (install ledger-a)". */
export const named = ({ id, kind, packageId }: Pick<SeenOperation, 'id' | 'kind' | 'packageId'>): string =>
  `Operation ${id} (${kind} ${packageId})`;

export const isLedger = (packageId: string): boolean => packageId.startsWith('ledger');

/** How a server shows that a package of the catalog is present. */
export const DEBIAN: Record<string, { name: string; service: string }> = {
  nginx: { name: 'nginx', service: 'nginx' },
  redis: { name: 'redis-server', service: 'redis-server' },
  memcached: { name: 'memcached', service: 'memcached' },
};
