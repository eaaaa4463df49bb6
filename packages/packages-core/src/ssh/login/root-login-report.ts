/**
 * Prints what decides whether sshd lets root log in with a key from `~/.ssh/authorized_keys`, as `name value` lines. Runs as root;
 * its argument is the address that the console connects from, for `Match` blocks. See sshd(8), `-T` and `-C`.
 */
export const ROOT_LOGIN_SCRIPT = `
sshd=$(command -v sshd || echo /usr/sbin/sshd)
"$sshd" -T -C "user=root,host=$1,addr=$1" 2>/dev/null |
  grep -E '^(permitrootlogin|pubkeyauthentication|allowusers|denyusers|allowgroups|denygroups|authenticationmethods|authorizedkeysfile|strictmodes) '
printf 'groups %s\\n' "$(id -Gn root)"
for path in / /root /root/.ssh /root/.ssh/authorized_keys; do stat -L -c 'path %a %U %n' "$path" 2>/dev/null; done
`;

export interface RootLoginReport {
  /** sshd's settings for root, by their lower-case names; the words of one that may stand several times are joined. */
  settings: Map<string, string[]>;
  groups: string[];
  paths: { mode: number; owner: string; path: string }[];
}

export function parseRootLoginReport(printed: string): RootLoginReport {
  const report: RootLoginReport = { settings: new Map(), groups: [], paths: [] };
  for (const line of printed.split('\n')) {
    const [name, ...words] = line.trim().split(/\s+/);
    if (name === undefined || name === '') continue;
    if (name === 'groups') report.groups = words;
    else if (name === 'path') {
      const [mode = '', owner = '', path = ''] = words;
      report.paths.push({ mode: Number.parseInt(mode, 8), owner, path });
    } else report.settings.set(name, [...(report.settings.get(name) ?? []), ...words]);
  }
  return report;
}
