/** How a server differs from what the last completed install left there. */
export interface Drift {
  differences: DriftedState[];
}

export interface DriftedState {
  /** What should be true: "worker_processes is 4 in /etc/nginx/nginx.conf". */
  label: string;
  /** `unknown`: the check failed, as `detail` says. */
  is: 'different' | 'unknown';
  detail: string | null;
}
