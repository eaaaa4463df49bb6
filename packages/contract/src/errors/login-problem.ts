/** Why a login was rejected, runs no commands, or may not act as root. `printed`: see HostProblem. */
export type LoginProblem =
  | { code: 'private_key_unreadable'; reason: 'passphrase' | 'format' }
  | { code: 'key_rejected'; host: string; username: string }
  | { code: 'password_rejected'; host: string }
  /** `accepted`: the methods that the server accepts. */
  | { code: 'method_not_accepted'; host: string; username: string; means: LoginMeans; accepted: string[] }
  | { code: 'second_step_required'; host: string; username: string; means: LoginMeans; accepted: string[] }
  | { code: 'password_expired'; host: string; username: string; printed: string }
  | { code: 'no_login_shell'; host: string; username: string; printed: string }
  | { code: 'no_command_ran'; host: string; username: string; printed: string; timedOut: boolean }
  | { code: 'input_swallowed'; host: string; username: string }
  | { code: 'sudo_password_required'; host: string; username: string }
  | { code: 'sudo_terminal_required'; host: string }
  | { code: 'sudo_password_rejected'; host: string; username: string }
  | { code: 'sudo_not_allowed'; host: string; username: string }
  | { code: 'key_not_installed'; host: string; username: string; printed: string };

export type LoginMeans = 'key' | 'password';

/** Why sshd rejects root's key: the setting or the file that is the cause. */
export type RootLoginCause =
  | { code: 'root_login_disabled'; value: string }
  | { code: 'root_in_deny_users' }
  | { code: 'root_not_in_allow_users'; users: string[] }
  | { code: 'root_group_in_deny_groups' }
  | { code: 'no_root_group_in_allow_groups'; groups: string[] }
  | { code: 'keys_disabled' }
  | { code: 'more_methods_required'; methods: string[] }
  | { code: 'other_key_files'; files: string[] }
  | { code: 'file_not_owned_by_root'; path: string; owner: string }
  /** `mode`: in octal. */
  | { code: 'file_writable_by_others'; path: string; mode: string };
