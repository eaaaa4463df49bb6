import type { RootLoginCause } from '@milepost/contract/errors/login-problem';
import type { RootLoginReport } from './root-login-report';

const OTHERS_MAY_WRITE = 0o022;
const OUR_FILES = ['.ssh/authorized_keys', '%h/.ssh/authorized_keys', '/root/.ssh/authorized_keys'];

/**
 * Why sshd refuses root's key; null where none of the known causes holds.
 * The order is sshd's own: who may log in at all, by which methods, with which keys. See sshd_config(5).
 */
export function explainRootRefusal(report: RootLoginReport): RootLoginCause | null {
  const of = (name: string): string[] => report.settings.get(name) ?? [];
  const [permit = ''] = of('permitrootlogin');
  const listed = (name: string): boolean => of(name).some((pattern) => matches(pattern, 'root'));
  const grouped = (name: string): boolean =>
    of(name).some((pattern) => report.groups.some((group) => matches(pattern, group)));

  if (permit === 'no' || permit === 'forced-commands-only')
    return { code: 'root_login_disabled', value: permit };
  if (listed('denyusers')) return { code: 'root_in_deny_users' };
  if (of('allowusers').length > 0 && !listed('allowusers'))
    return { code: 'root_not_in_allow_users', users: of('allowusers') };
  if (grouped('denygroups')) return { code: 'root_group_in_deny_groups' };
  if (of('allowgroups').length > 0 && !grouped('allowgroups'))
    return { code: 'no_root_group_in_allow_groups', groups: of('allowgroups') };
  if (of('pubkeyauthentication')[0] === 'no') return { code: 'keys_disabled' };
  const methods = of('authenticationmethods');
  if (methods.length > 0 && !methods.some((method) => method === 'any' || /^publickey(:\w+)?$/.test(method)))
    return { code: 'more_methods_required', methods };
  const files = of('authorizedkeysfile');
  if (files.length > 0 && !files.some((file) => OUR_FILES.includes(file)))
    return { code: 'other_key_files', files };
  if (of('strictmodes')[0] !== 'no') return looseFile(report);
  return null;
}

/** StrictModes: sshd ignores keys in a file that somebody else could have written. */
function looseFile({ paths }: RootLoginReport): RootLoginCause | null {
  for (const { path, mode, owner } of paths) {
    if (owner !== 'root') return { code: 'file_not_owned_by_root', path, owner };
    if ((mode & OTHERS_MAY_WRITE) !== 0)
      return { code: 'file_writable_by_others', path, mode: mode.toString(8) };
  }
  return null;
}

/** sshd's patterns: `*`, `?`, and a host after `@`, which is left to sshd: only the user's part is compared. */
function matches(pattern: string, name: string): boolean {
  const [user = ''] = pattern.split('@');
  const source = user
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`).test(name);
}
