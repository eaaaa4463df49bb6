import type { LoginProblem } from './login-problem';

/** Why no connection to a server could be made. */
export type ConnectFailure =
  | 'refused'
  | 'no_route'
  | 'unknown_name'
  | 'name_lookup_failed'
  | 'no_answer'
  /** Something answered, and it was no SSH server. */
  | 'no_ssh';

/** What two sides of an SSH connection have to agree on. */
export type SshAlgorithmKind = 'key_exchange' | 'host_key' | 'cipher' | 'mac';

/** Why a server's supervisor rejected a call. */
export type RejectionReason =
  | 'fenced'
  | 'closed'
  | 'conflict'
  | 'spool_changed'
  | 'spool_restored'
  | 'rebooted'
  | 'malformed'
  | 'disk_full'
  | 'busy';

/**
 * Why a server could not be used: a code, and what its message shows. It is stored in rows and events. `host` is an address, `printed` a
 * line that the server printed, without control characters. No secret.
 */
export type HostProblem =
  | { code: 'connect_failed'; host: string; port: number; failure: ConnectFailure }
  | {
      code: 'no_common_algorithm';
      host: string;
      kind: SshAlgorithmKind;
      /** Names, as each side offers them. */
      theirs: string[];
      ours: string[];
    }
  | { code: 'no_host_key'; host: string }
  | { code: 'host_key_changed'; host: string }
  | { code: 'host_key_unconfirmed'; serverName: string }
  | { code: 'link_lost'; host: string }
  | { code: 'protocol_violated'; host: string; violation: 'too_much' | 'unreadable' }
  | { code: 'server_unusable'; host: string; printed: string; exitCode: number }
  | { code: 'spool_unreadable'; host: string }
  | { code: 'command_failed'; printed: string; exitCode: number }
  | { code: 'rejected'; reason: RejectionReason; detail: string }
  | { code: 'secrets_unavailable' }
  | { code: 'no_credential'; serverName: string; kind: string }
  | { code: 'key_no_longer_accepted' }
  /** A person has abandoned the server. `problem`: why it could not be reached. */
  | { code: 'server_abandoned'; problem: HostProblem }
  | LoginProblem;
