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
  /** The newest lines of its journal, the last one last. No secret of the installation. */
  journal: string[];
}
