import type { RootLoginReport } from './root-login-report';

const OTHERS_MAY_WRITE = 0o022;
const OUR_FILES = ['.ssh/authorized_keys', '%h/.ssh/authorized_keys', '/root/.ssh/authorized_keys'];

/**
 * Why sshd refuses root's key, in sentences that say what to change; null where none of the known causes holds.
 * The order is sshd's own: who may log in at all, by which methods, with which keys. See sshd_config(5).
 */
export function explainRootRefusal(report: RootLoginReport): string | null {
  const of = (name: string): string[] => report.settings.get(name) ?? [];
  const [permit = ''] = of('permitrootlogin');
  const listed = (name: string): boolean => of(name).some((pattern) => matches(pattern, 'root'));
  const grouped = (name: string): boolean =>
    of(name).some((pattern) => report.groups.some((group) => matches(pattern, group)));

  if (permit === 'no' || permit === 'forced-commands-only')
    return `sshd does not let root log in (PermitRootLogin ${permit}). Set “PermitRootLogin prohibit-password”.`;
  if (listed('denyusers')) return 'root is listed in DenyUsers. Remove it there.';
  if (of('allowusers').length > 0 && !listed('allowusers'))
    return `AllowUsers lists ${of('allowusers').join(', ')} and not root. Add root to it.`;
  if (grouped('denygroups')) return 'A group of root is listed in DenyGroups. Remove it there.';
  if (of('allowgroups').length > 0 && !grouped('allowgroups'))
    return `AllowGroups lists ${of('allowgroups').join(', ')} and no group of root. Add root to one of them.`;
  if (of('pubkeyauthentication')[0] === 'no')
    return 'sshd accepts no keys (PubkeyAuthentication no). Set “PubkeyAuthentication yes”.';
  const methods = of('authenticationmethods');
  if (methods.length > 0 && !methods.some((method) => method === 'any' || /^publickey(:\w+)?$/.test(method)))
    return `sshd asks for more than a key (AuthenticationMethods ${methods.join(' ')}). Allow “publickey” alone for root.`;
  const files = of('authorizedkeysfile');
  if (files.length > 0 && !files.some((file) => OUR_FILES.includes(file)))
    return `sshd reads root’s keys from ${files.join(' and ')}. Add “.ssh/authorized_keys” to AuthorizedKeysFile.`;
  if (of('strictmodes')[0] !== 'no') return looseFile(report);
  return null;
}

/** StrictModes: sshd ignores keys in a file that somebody else could have written. */
function looseFile({ paths }: RootLoginReport): string | null {
  for (const { path, mode, owner } of paths) {
    if (owner !== 'root')
      return `${path} belongs to ${owner}, so sshd ignores root’s keys (StrictModes). Run: chown root ${path}`;
    if ((mode & OTHERS_MAY_WRITE) !== 0)
      return `Others may write to ${path} (mode ${mode.toString(8)}), so sshd ignores root’s keys (StrictModes). Run: chmod go-w ${path}`;
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
