/** How to prove who we are. */
export type SshLogin = { privateKey: string; passphrase?: string } | { password: string };

/** A server, the one key that proves it is that server, and the login to use there. */
export interface SshTarget {
  host: string;
  port: number;
  /** Pinned, as in known_hosts: `ssh-ed25519 AAAA…`. */
  hostKey: string;
  /** Another than root has to be allowed `sudo -n`. */
  username: string;
  login: SshLogin;
}
