/** How a server differs from what the last completed install left there. */
export interface Drift {
  differences: DriftedState[];
  /** What was not checked, because it needs a secret that is not stored or cannot be opened. Left out where there is none. */
  skipped?: string[];
}

export interface DriftedState {
  /** What should be true: "worker_processes is 4 in /etc/nginx/nginx.conf". */
  label: string;
  /** `unknown`: the check failed, as `detail` says. */
  is: 'different' | 'unknown';
  detail: string | null;
}
