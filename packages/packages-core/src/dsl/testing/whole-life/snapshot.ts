// cspell:ignore Hltunp showmanual
/** What is on a server, by kind and name: `etc`, `/etc/hosts` → `f 644 root:root`. */
export type Snapshot = Readonly<Record<Kind, ReadonlyMap<string, string>>>;

const KINDS = [
  'etc',
  'contents',
  'places',
  'packages',
  'unitFiles',
  'units',
  'users',
  'groups',
  'ports',
] as const;
export type Kind = (typeof KINDS)[number];

/** One line of a kind: a name, a tab, what is so of it. */
const SCRIPTS: Record<Kind, string> = {
  etc: `find /etc -printf '%p\\t%y %m %u:%g %l\\n'`,
  contents: `find /etc -type f -exec sha256sum {} + | sed 's/^\\([0-9a-f]*\\)  \\(.*\\)/\\2\\t\\1/'`,
  // Where people and programs put things down. Names alone: what is in them is data.
  places: `find /home /opt /root /srv /usr/local /var/www /var/backups /var/spool/cron -printf '%p\\t%y\\n' 2>/dev/null`,
  packages: `
    apt-mark showmanual | sort >/run/whole-life-manual
    dpkg-query -W -f '\${Package}\\t\${db:Status-Status}\\n' | while IFS="	" read -r name status; do
      if grep -qxF "$name" /run/whole-life-manual; then echo "$name	$status manual"; else echo "$name	$status"; fi
    done
    rm /run/whole-life-manual`,
  unitFiles: `systemctl list-unit-files --no-legend --plain | awk '$2 != "transient" { print $1 "\\t" $2 }'`,
  units: `systemctl list-units --no-legend --plain --type=service,socket,timer,path,mount --state=active,failed | awk '{ print $1 "\\t" $3 }'`,
  users: `getent passwd | awk -F: '{ print $1 "\\t" $3 " " $6 " " $7 }'`,
  groups: `getent group | awk -F: '{ print $1 "\\t" $3 " " $4 }'`,
  ports: `ss -Hltunp | awk '{ print $1 " " $5 "\\t" $7 }' | sed 's/pid=[0-9]*,fd=[0-9]*//g'`,
};

/** A script that prints all of it. Changes nothing. */
export const SNAPSHOT_SCRIPT = KINDS.map(
  (kind) => `echo '== ${kind}'; { ${SCRIPTS[kind]}\n} | LC_ALL=C sort`,
).join('\n');

/** What that script printed. */
export function parseSnapshot(output: string): Snapshot {
  const found = new Map<string, Map<string, string>>(KINDS.map((kind) => [kind, new Map<string, string>()]));
  let current: Map<string, string> | undefined;
  for (const line of output.split('\n')) {
    if (line.startsWith('== ')) current = found.get(line.slice(3));
    else if (line.includes('\t')) current?.set(...pair(line));
  }
  return Object.fromEntries(found) as Record<Kind, Map<string, string>>;
}

function pair(line: string): [string, string] {
  const tab = line.indexOf('\t');
  return [line.slice(0, tab), line.slice(tab + 1).trim()];
}

export interface Difference {
  kind: Kind;
  name: string;
  /** Null: it was not there, or is no longer. */
  before: string | null;
  after: string | null;
}

/** In the order of the kinds, by name. */
export function differences(before: Snapshot, after: Snapshot): Difference[] {
  return KINDS.flatMap((kind) => {
    const names = [...new Set([...before[kind].keys(), ...after[kind].keys()])].sort();
    return names
      .map((name) => ({
        ...{ kind, name },
        before: before[kind].get(name) ?? null,
        after: after[kind].get(name) ?? null,
      }))
      .filter((each) => each.before !== each.after);
  });
}
