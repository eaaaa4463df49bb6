import type { OperationSummary } from './views';

export interface AvailableUpdate {
  installationId: string;
  title: string;
  server: { id: string; name: string };
  version: string | null;
  available: string;
}

export interface Overview {
  servers: { total: number; ready: number };
  attention: {
    kind: 'operation' | 'server' | 'installation';
    id: string;
    title: string;
    sentence: string;
    at: string;
  }[];
  /** Installations for which their servers offered a newer version at the last check. `total`: of more than are listed. */
  updates: { total: number; items: AvailableUpdate[] };
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
