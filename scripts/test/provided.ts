import type {} from 'vitest';

/** What the rings' setups give to tests, read with vitest's `inject`. */
declare module 'vitest' {
  export interface ProvidedContext {
    /** Of a migrated database that belongs to this test file alone. */
    databaseUrl: string;
    /** host:port of Temporal's development server, namespace `default`. */
    temporalAddress: string;
    /** Real servers, up and reachable as root. */
    labServers: LabServerAccess[];
    /** Open the same lab (lab/) to cut, heal, kill and freeze: its name and where its state is. */
    lab: { name: string; home: string };
  }
}

export interface LabServerAccess {
  index: number;
  host: string;
  port: number;
  /** OpenSSH format, for root. */
  privateKey: string;
}
