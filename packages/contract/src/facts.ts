/** What is known of a server. Read when it joins, and again by an inventory. */
export interface ServerFacts {
  /** `debian` or `ubuntu`, from os-release's ID. */
  os: string;
  /** `12`, `24.04`, from os-release's VERSION_ID. */
  version: string;
  codename: string;
  /** "Debian GNU/Linux 12 (bookworm)". */
  prettyName: string;
  /** As dpkg says it: `amd64`, `arm64`. */
  arch: string;
  kernel: string;
  cpus: number;
  /** Bytes. */
  memory: number;
  /** Bytes of the file system at /. */
  disk: { total: number; free: number };
  machineId: string;
  systemd: boolean;
}
