import type {} from 'vitest';

/** What the suites' setups give to tests, read with vitest's `inject`. */
declare module 'vitest' {
  export interface ProvidedContext {
    /** Of a migrated database that belongs to this test file alone. */
    databaseUrl: string;
    /** host:port of a Temporal server, namespace `default`, that belongs to this test file alone. */
    temporalAddress: string;
    /** For own-temporal.ts: the program, and where its logs go. */
    temporalRun: { binary: string; directory: string };
    /** Two real servers (Debian 12) that belong to this test file alone, up and reachable as root. */
    labServers: LabServerAccess[];
    /** Open the same lab with `openLab` of @milepost/lab/lab to cut, heal, kill, freeze, or to have more servers. */
    lab: { name: string; stateDir: string };
    /** Of the faults suite: the same seed makes the same choices; `all` leaves nothing out. */
    faults: { seed: number; all: boolean };
  }
}

export interface LabServerAccess {
  /** 1, 2. */
  index: number;
  host: string;
  port: number;
  user: string;
  /** OpenSSH format. */
  privateKey: string;
  /** "ssh-ed25519 AAAA…" */
  hostKey: string;
}
