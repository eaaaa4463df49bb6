import type { WorkerHarness } from '../../harness/worker-harness';
import type { Tally } from './tally';

/** A server of the lab, as far as it is needed here. */
export interface Machine {
  exec(command: string): Promise<{ exitCode: number; stdout: string; stderr: string }>;
  cut(): Promise<void>;
  heal(): Promise<void>;
}

/** What the persons at work share. */
export interface Scene {
  harness: WorkerHarness;
  tally: Tally;
  /** Says something with the time before it. */
  say: (sentence: string) => void;
}
