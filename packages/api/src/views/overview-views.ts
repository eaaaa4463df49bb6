import type { OperationSummary } from './views';

export interface Overview {
  servers: { total: number; ready: number };
  attention: {
    kind: 'operation' | 'server' | 'installation';
    id: string;
    title: string;
    sentence: string;
    at: string;
  }[];
  active: OperationSummary[];
  recent: OperationSummary[];
  last30Days: {
    succeeded: number;
    /** Failed, or rolled back after a failure. */
    failed: number;
    /** Canceled while nothing had failed. */
    canceled: number;
    /** Of work, in operations that changed something; null before there were five. */
    medianMs: number | null;
    p90Ms: number | null;
    days: { day: string; succeeded: number; failed: number; medianMs: number | null; p90Ms: number | null }[];
  };
  /** `workers`: that are alive. `unexpectedSince`: another Temporal than the one that open operations were started in answers; everything stands still. */
  engine: { reachable: boolean; workers: number; unexpectedSince: string | null };
}
