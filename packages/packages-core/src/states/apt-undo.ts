import type { Command } from '../dsl/sh';
import { sh } from '../dsl/sh';
import { captureData, dataFunctions } from './kept-data';

/**
 * Prints every package that is there in some way, which of `packages` were installed only because others need them, and which of
 * the places of their data are there already.
 */
export function capturePackages(packages: readonly string[], data: readonly string[]): Command {
  return sh`
    list=$(dpkg-query -W -f 'package \${binary:Package} \${db:Status-Status} \${Version}\n') || exit
    echo "$list" | sed "s/:$(dpkg --print-architecture) / /"
    apt-mark showauto ${packages} 2>/dev/null | sed 's/^/auto /'
    ${captureData(data)}
  `.showAs('dpkg-query -W');
}

const WORDS = sh`
  was() { awk -v name="$1" '$1 == "package" && $2 == name { print $3 }' "$MP_CAPTURED"; }
  now() { dpkg-query -W -f '\${db:Status-Status}' "$1" 2>/dev/null; }
  there() { case $1 in '' | not-installed | config-files) return 1 ;; esac; }
  mark_auto() {
    for package in $(awk '$1 == "auto" { print $2 }' "$MP_CAPTURED"); do
      [ -n "$(apt-mark showauto "$package")" ] || apt-mark auto "$package" || exit
    done
  }
`;

/** What a package merely recommends or suggests was not there before: it is not needed. */
const UNNEEDED = [
  ['-o', 'APT::AutoRemove::RecommendsImportant=false'],
  ['-o', 'APT::AutoRemove::SuggestsImportant=false'],
].flat();

/**
 * Takes away what came with these packages: those that were not there, and what came only for them and nothing else needs. What was
 * there stays. The list is kept before anything goes, so that a second run knows what the first left half done. Runs after REPAIR.
 */
export function removeBrought(
  packages: readonly string[],
  { options, data }: { options: readonly string[]; data: readonly string[] },
): Command {
  return sh`
    ${WORDS}
    ${dataFunctions(data)}
    named=''
    for package in ${packages}; do
      if there "$(was "$package")"; then continue; fi
      if there "$(now "$package")"; then named="$named $package"; fi
    done
    list=$named
    simulated=$(apt-get ${options} -s ${UNNEEDED} autoremove $named) || { echo "$simulated"; exit 1; }
    for package in $(echo "$simulated" | awk '$1 == "Remv" || $1 == "Purg" { print $2 }'); do
      case " $list " in *" $package "*) continue ;; esac
      if there "$(was "$package")" || [ -z "$(apt-mark showauto "$package")" ]; then continue; fi
      list="$list $package"
    done
    if [ -n "$list" ]; then
      simulated=$(apt-get ${options} -s remove $list) || { echo "$simulated"; exit 1; }
      for package in $(echo "$simulated" | awk '$1 == "Remv" { print $2 }'); do
        case " $list " in
          *" $package "*) ;;
          *) echo "The package $package needs what would be removed: remove it first." >&2; exit 4 ;;
        esac
      done
      printf '%s\n' $list >>"$MP_CAPTURED.brought" && sync "$MP_CAPTURED.brought" || exit
      apt-get ${options} remove $list || exit
    fi
    rest=''
    for package in $([ ! -e "$MP_CAPTURED.brought" ] || sort -u "$MP_CAPTURED.brought") ${packages}; do
      case "$(was "$package")/$(now "$package")" in
        /config-files | not-installed/config-files) rest="$rest $package" ;;
      esac
    done
    if [ -n "$rest" ]; then
      mp_data_aside || exit
      apt-get ${options} purge $rest
      code=$?
    fi
    mp_data_back || exit
    [ "\${code:-0}" = 0 ] || exit "$code"
    mark_auto
    dpkg-query -W -f '\${binary:Package} \${Version}\n' | sed "s/:$(dpkg --print-architecture) / /" | awk '
      NR == FNR { if ($1 == "package" && $3 == "installed") version[$2] = $4; next }
      ($1 in version) && version[$1] != $2 { print $1 " was " version[$1] " and is " $2 " now: that stays." }
    ' "$MP_CAPTURED" -
  `.showAs(`apt-get purge what came with ${packages.join(' ')}`);
}

/** Prints the packages of these names (or patterns) that are known, and which of them were installed only because others need them. */
export function captureNamed(packages: readonly string[]): Command {
  return sh`
    dpkg-query -W -f 'package \${Package} \${db:Status-Status} \${Version}\n' ${packages} 2>/dev/null
    apt-mark showauto $(dpkg-query -W -f '\${Package} ' ${packages} 2>/dev/null) 2>/dev/null | sed 's/^/auto /'
  `.showAs(`dpkg-query -W ${packages.join(' ')}`);
}

/** Installs again what was installed, in the same version where it is still offered. */
export function reinstall(
  packages: readonly string[],
  { options, purged }: { options: readonly string[]; purged: boolean },
): Command {
  const lost = purged
    ? sh`echo 'Their configuration was removed with them: they have the one that they come with.'`
    : sh`:`;
  return sh`
    ${WORDS}
    missing=$(awk '$1 == "package" && $3 != "not-installed" && $3 != "config-files" { print $2 "=" $4 }' "$MP_CAPTURED")
    again=''
    for wanted in $missing; do
      package=\${wanted%%=*}
      if there "$(now "$package")"; then continue; fi
      if apt-cache madison "$package" | awk -F '[| ]+' -v version="\${wanted#*=}" '$3 == version { found = 1 } END { exit !found }'; then
        again="$again $wanted"
      else
        echo "$package \${wanted#*=} is no longer offered: it is installed as it is offered now."
        again="$again $package"
      fi
    done
    if [ -n "$again" ]; then
      apt-get ${options} --no-install-recommends install $again || exit
      echo "Installed again:$again."
      ${lost}
    fi
    mark_auto
  `.showAs(`apt-get install what was there of ${packages.join(' ')}`);
}
