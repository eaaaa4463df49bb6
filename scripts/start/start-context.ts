import type { DataDirectory } from './data-directory';
import type { Services } from './environment';
import type { Keys } from './keys';
import type { StartOptions } from './options';
import type { Progress } from './progress';
import type { ProcessManager } from './processes/process-manager';

/** What every step of a start needs. */
export interface StartContext {
  options: StartOptions;
  env: NodeJS.ProcessEnv;
  data: DataDirectory;
  progress: Progress;
  processManager: ProcessManager;
  /** Aborted when everything must end. */
  signal: AbortSignal;
  /** Ends everything because of this error. */
  giveUp: (error: unknown) => void;
}

export interface RunningServices {
  services: Services;
  keys: Keys;
  /** Null where there is none. */
  practice: Promise<PracticeServer | null>;
}

/** A server to try things on: how to reach it as root. */
export interface PracticeServer {
  name: string;
  address: string;
  port: number;
  username: string;
  privateKey: string;
  /** "ssh-ed25519 AAAA…" */
  hostKey: string;
}
