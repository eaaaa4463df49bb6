/** A systemd unit of an installation as it was read on its server. */
export interface ServiceState {
  unit: string;
  /** As systemd has it: `active`, `inactive`, `failed`, `activating` …; `unknown` where it says nothing. */
  active: string;
  /** `running`, `exited`, `dead` … */
  sub: string;
  /** It starts with the server. */
  enabled: boolean;
  /** Since when it is in this state; ISO 8601. Null where systemd does not say. */
  since: string | null;
  /** Bytes; null where they are not counted. */
  memory: number | null;
  /** The newest lines of its journal, the last one last. No secret of the installation. Of a timer: with those of what it runs. */
  journal: string[];
  /** Of a timer: when it runs something, and how the last run ended. */
  schedule?: Schedule;
}

/** What a timer runs, and when. Times are ISO 8601. */
export interface Schedule {
  /** Null where there is no next time, or the timer is stopped. */
  nextRun: string | null;
  lastRun: LastRun | null;
}

/** The last run since the server has started. */
export interface LastRun {
  /** Null while it runs. */
  endedAt: string | null;
  /** As systemd has it: `success`, `exit-code`, `signal`, `timeout`, `oom-kill` … */
  result: string;
  /** The exit code, or the number of the signal. */
  status: number;
}
