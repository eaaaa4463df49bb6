import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { shellWith } from './fake-commands';
import type { Shell } from './local-shell';

/** What dpkg knows, by the name of the package. */
export type Packages = Record<string, { status: string; version?: string }>;

export interface FakePackages {
  shell: Shell;
  /** The same with what a capture printed. */
  shellAfter: (captured: string) => Promise<Shell>;
  /** Status by name, without what is not there. */
  read: () => Promise<Record<string, string>>;
  /** The calls that change something, in order: "apt-get install nginx", without options. */
  calls: () => Promise<string[]>;
}

export interface FakeOptions {
  packages?: Packages;
  /** What apt installs besides, automatically: by the name of what needs it. */
  dependencies?: Record<string, string[]>;
  /** What apt would remove because nothing needs it any longer. */
  leftovers?: string[];
  /** Bodies of programs in place of those below. */
  programs?: Record<string, string>;
}

/** One line a package in `db`: NAME STATUS VERSION. Prints what the format says of those that the patterns match. */
const DPKG_QUERY = String.raw`
[ "$1" = -W ] || exit 0
format=$3
shift 3
[ "$#" -gt 0 ] || set -- '*'
known=1
while read -r name status version; do
  for pattern; do
    case $name in $pattern) ;; *) continue ;; esac
    known=0
    printf "$(printf %s "$format" | sed -e "s/\${db:Status-Status}/$status/g; s/\${db:Status-Eflag}/ok/g; s/\${db:Status-Want}/install/g" \
      -e "s/\${binary:Package}/$name/g; s/\${Package}/$name/g; s/\${Version}/$version/g; s/\${[^}]*}/no/g")"
    break
  done
done <"$HOME_OF_TEST/db"
exit "$known"`;

/** Sets a package's status, or leaves it out where that is empty. */
const SET_STATUS = String.raw`
set_status() {
  grep -v "^$1 " "$HOME_OF_TEST/db" >"$HOME_OF_TEST/db.new"
  [ -z "$2" ] || echo "$1 $2 1.0" >>"$HOME_OF_TEST/db.new"
  mv "$HOME_OF_TEST/db.new" "$HOME_OF_TEST/db"
}
status_of() { awk -v name="$1" '$1 == name { print $2 }' "$HOME_OF_TEST/db"; }
log() { echo "$@" >>"$HOME_OF_TEST/calls"; }`;

const APT_GET = String.raw`${SET_STATUS}
simulated='' verb='' names=''
while [ "$#" -gt 0 ]; do
  case $1 in
    -o)
      case $2 in *confmiss) log 'with the missing configuration files' ;; esac
      shift ;;
    -s) simulated=1 ;;
    --print-uris) exit 100 ;;
    -*) ;;
    *) if [ -z "$verb" ]; then verb=$1; else names="$names $1"; fi ;;
  esac
  shift
done
needed=''
for name in $names; do needed="$needed $(sed -n "s/^$name needs //p" "$HOME_OF_TEST/needs")"; done
if [ -n "$simulated" ]; then
  case $verb in
    install) for name in $names $needed; do [ "$(status_of "$name")" = installed ] || echo "Inst $name"; done ;;
    remove) for name in $names $needed; do echo "Remv $name"; done ;;
    autoremove) sed 's/^/Remv /' "$HOME_OF_TEST/leftovers" ;;
  esac
  exit 0
fi
log "apt-get $verb$names"
for name in $names; do
  case $verb in
    install) set_status "$name" installed ;;
    remove) set_status "$name" config-files ;;
    purge) set_status "$name" '' ;;
  esac
done
[ "$verb" = install ] || exit 0
for name in $needed; do
  [ "$(status_of "$name")" = installed ] || { set_status "$name" installed; echo "$name" >>"$HOME_OF_TEST/auto"; }
done`;

const DPKG = String.raw`${SET_STATUS}
case $1 in
  --print-architecture) echo amd64; exit ;;
  --audit) awk '$2 != "installed" && $2 != "config-files" { print $1 }' "$HOME_OF_TEST/db"; exit ;;
  --no-act | -L | -S) exit ;;
esac
verb=''
for word; do
  case $word in
    --remove | --purge | --configure) verb=$word ;;
    -*) ;;
    *)
      log "dpkg $verb $word"
      case $verb in --remove) set_status "$word" config-files ;; --purge) set_status "$word" '' ;; esac ;;
  esac
done
[ "$verb" != --configure ] || log "dpkg $verb -a"
[ ! -x "$HOME_OF_TEST/bin/after-dpkg" ] || after-dpkg "$verb"`;

const PROGRAMS: Record<string, string> = {
  'dpkg-query': DPKG_QUERY,
  'apt-get': APT_GET,
  dpkg: DPKG,
  'apt-mark': String.raw`[ "$1" != showauto ] || { shift; for name; do grep -x "$name" "$HOME_OF_TEST/auto"; done; }`,
  'apt-cache': ':',
  systemctl: '[ "$1" = list-units ]',
  'deb-systemd-helper': ':',
  // Nobody holds a lock, whatever runs on this machine.
  stat: String.raw`[ "$1 $2" != '-c %i' ] || exit 1; exec /usr/bin/stat "$@"`,
};

/** apt and dpkg of a machine of its own, in this folder. */
export async function fakePackages(folder: string, options: FakeOptions = {}): Promise<FakePackages> {
  const { packages = {}, dependencies = {}, leftovers = [], programs = {} } = options;
  const lines = Object.entries(packages).map(
    ([name, { status, version = '1.0' }]) => `${name} ${status} ${version}\n`,
  );
  const needs = Object.entries(dependencies).map(([name, all]) => `${name} needs ${all.join(' ')}\n`);
  await writeFile(join(folder, 'db'), lines.join(''));
  await writeFile(join(folder, 'needs'), needs.join(''));
  await writeFile(join(folder, 'leftovers'), leftovers.map((name) => `${name}\n`).join(''));
  for (const name of ['calls', 'auto']) await writeFile(join(folder, name), '');
  const all = { ...PROGRAMS, ...programs };
  const linesOf = async (name: string) =>
    (await readFile(join(folder, name), 'utf8')).split('\n').filter((line) => line !== '');
  return {
    shell: await shellWith(folder, all),
    shellAfter: (captured) => shellWith(folder, all, { captured }),
    read: async () =>
      Object.fromEntries(
        (await linesOf('db')).map((line) => line.split(' ').slice(0, 2) as [string, string]),
      ),
    calls: () => linesOf('calls'),
  };
}
