import { describe, expect, test } from 'vitest';
import { testStates } from '../dsl/testing/table';
import * as apt from './apt';
import { listsAreFresh, updateLists } from './apt/update';
import { APT_FAILURES } from './apt/transient-failures';
import { APT_GET_FUNCTIONS } from './apt/apt-get';
import { PACKAGE_HEALTH_FUNCTIONS } from './apt/health';
import { INSTALL_CHECK_FUNCTIONS } from './apt/installable';
import { REMOVAL_FUNCTIONS } from './apt/removal';
import { DPKG_REMOVE_FUNCTIONS } from './apt/dpkg-remove';
import { WAIT_FOR_CLOUD_INIT, LOCK_FUNCTIONS } from './apt/package-locks';
import { PACKAGE_UNIT_FUNCTIONS } from './apt/package-units';
import { PROGRESS_FUNCTIONS } from './progress-functions';

const OPTIONS =
  '-q -y -o DPkg::Lock::Timeout=600 -o Dpkg::Use-Pty=0 -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold';
const APT_PRELUDE = [PROGRESS_FUNCTIONS, LOCK_FUNCTIONS, APT_GET_FUNCTIONS, WAIT_FOR_CLOUD_INIT]
  .map(({ script }) => script)
  .join('\n');
const WAIT =
  'mp_wait_unlocked /var/lib/dpkg/lock-frontend /var/lib/dpkg/lock /var/cache/apt/archives/lock || exit';
const FINISH_INTERRUPTED_DPKG = `
  ${APT_PRELUDE}
  ${PACKAGE_HEALTH_FUNCTIONS.script}
  ${WAIT}
  if [ -n "$(dpkg --audit)" ]; then
    dpkg --force-confdef --force-confold --configure -a
  fi
  half=$(mp_half_installed)
  if [ -n "$half" ] && mp_completes "$half"; then
    mp_apt_get 0 ${OPTIONS} --fix-broken install || exit
    half=$(mp_half_installed)
  fi
  half=$(echo "$half" | awk 'NF && $2 != "half-installed"')
  if [ -n "$half" ]; then
    echo "$half" | while read -r package status; do
      echo "E: $(mp_half_installed_sentence "$package" "$status" tried)"
    done >&2
    exit 6
  fi`;
const WITHOUT_APT = (how: string) => `
  ${PACKAGE_HEALTH_FUNCTIONS.script}
  ${WAIT}
  if [ -n "$(mp_half_installed)" ]; then
    ${PACKAGE_UNIT_FUNCTIONS.script}
    ${DPKG_REMOVE_FUNCTIONS.script}
    mp_needed_by $present | while read -r package by; do
      echo "The package $by needs $package, which would be removed: remove $by first." >&2
      exit 4
    done || exit
    mp_record_units $present
    mp_remove_packages ${how} $present || exit
    systemctl daemon-reload
    systemctl reset-failed $(mp_units ours) 2>/dev/null
    exit 0
  fi`;
const ALL_INSTALLED = (packages: string) => `
  for package in ${packages}; do
    case "$(dpkg-query -W -f '\${db:Status-Status} ' "$package" 2>/dev/null)" in
      installed\\ *) ;;
      *) exit 1 ;;
    esac
  done`;

const NGINX_IS_GONE = `[ -z "$(dpkg-query -W -f '\${db:Status-Status} \${Package}\\n' nginx 2>/dev/null |
        awk -v absent=' not-installed config-files ' 'index(absent, " " $1 " ") == 0 { print $2 }')" ]`;

testStates([
  {
    state: apt.installed(['nginx']),
    label: 'Package nginx is installed',
    check: ALL_INSTALLED('nginx'),
    apply: `${FINISH_INTERRUPTED_DPKG}
      ${REMOVAL_FUNCTIONS.script}
      ${INSTALL_CHECK_FUNCTIONS.script}
      obstacles=$(mp_install_obstacles nginx)
      if [ -n "$obstacles" ]; then
        echo "$obstacles" >&2
        exit 4
      fi
      confmiss=''
      if dpkg-query -W -f '\${db:Status-Status}\\n' | grep -qx config-files; then
        for package in $(apt-get ${OPTIONS} -s --no-install-recommends install nginx | awk '$1 == "Inst" { print $2 }'); do
          case "$(dpkg-query -W -f '\${db:Status-Status} ' "$package" 2>/dev/null)" in config-files*) confmiss='-o Dpkg::Options::=--force-confmiss' ;; esac
        done
      fi
      mp_apt_get 0 ${OPTIONS} $confmiss --no-install-recommends install nginx`,
  },
  {
    state: apt.installed(['php8.3-fpm', 'libstdc++6']),
    label: 'Packages php8.3-fpm, libstdc++6 are installed',
    check: ALL_INSTALLED('php8.3-fpm libstdc++6'),
    apply: `${FINISH_INTERRUPTED_DPKG}
      ${REMOVAL_FUNCTIONS.script}
      ${INSTALL_CHECK_FUNCTIONS.script}
      obstacles=$(mp_install_obstacles php8.3-fpm libstdc++6)
      if [ -n "$obstacles" ]; then
        echo "$obstacles" >&2
        exit 4
      fi
      confmiss=''
      if dpkg-query -W -f '\${db:Status-Status}\\n' | grep -qx config-files; then
        for package in $(apt-get ${OPTIONS} -s --no-install-recommends install php8.3-fpm libstdc++6 | awk '$1 == "Inst" { print $2 }'); do
          case "$(dpkg-query -W -f '\${db:Status-Status} ' "$package" 2>/dev/null)" in config-files*) confmiss='-o Dpkg::Options::=--force-confmiss' ;; esac
        done
      fi
      mp_apt_get 0 ${OPTIONS} $confmiss --no-install-recommends install php8.3-fpm libstdc++6`,
  },
  {
    state: apt.updated({ packages: ['nginx'] }),
    label: 'The package lists are fresh, or not needed for nginx',
    check: `
      if ( ${ALL_INSTALLED('nginx').trim()} ); then exit 0; fi
      ${listsAreFresh(['nginx']).script}`,
    apply: `
      ${APT_PRELUDE}
      ${updateLists(['nginx']).script}`,
  },
  {
    state: apt.removed(['redis-server', 'redis-*'], { purge: true, destructive: 'All of it.' }),
    label: 'redis-server is removed with its configuration',
    check: `
      present=$(dpkg-query -W -f '\${db:Status-Status} \${Package}\\n' redis-server 'redis-*' 2>/dev/null |
        awk -v absent=' not-installed ' 'index(absent, " " $1 " ") == 0 { print $2 }') || exit
      [ -z "$present" ]`,
    apply: `${APT_PRELUDE}
      ${REMOVAL_FUNCTIONS.script}
      present=$(dpkg-query -W -f '\${db:Status-Status} \${Package}\\n' redis-server 'redis-*' 2>/dev/null |
        awk -v absent=' not-installed ' 'index(absent, " " $1 " ") == 0 { print $2 }') || exit
      ${WITHOUT_APT('purge')}
      obstacles=$(mp_removal_obstacles $present)
      if [ -n "$obstacles" ]; then
        echo "$obstacles" >&2
        exit 4
      fi
      mp_unneeded_after $present
      [ -z "$orphaned" ] || [ -z "$(mp_simulate remove $present $unneeded | mp_removed_by | mp_except $present $unneeded)" ] || unneeded=''
      mp_apt_get $(echo $present $unneeded | wc -w) ${OPTIONS} purge $present $unneeded`,
  },
  {
    state: apt.notInstalled('nginx'),
    label: 'dpkg says that nginx is not installed',
    check: NGINX_IS_GONE,
    apply: `
      seconds=0
      until ( ${NGINX_IS_GONE} ); do
        if [ "$seconds" -ge 0 ]; then echo 'nginx is still installed, or was removed only in part.' >&2; exit 5; fi
        seconds=$((seconds + 1))
        sleep 1
      done`,
  },
]);

test('a package that is only removed may leave its configuration', () => {
  const { check, label } = apt.removed(['redis-server'], { purge: false });
  expect(check?.script).toContain("absent=' not-installed config-files '");
  expect(label).toBe('redis-server is removed; its configuration and data are kept');
});

test.each(['', 'a b', '-y', 'Nginx', '$(reboot)', '*', 'a*'])('%j is not the name of a package', (name) => {
  expect(() => apt.installed([name])).toThrow('Not the name');
  expect(() => apt.removed([name], { purge: false })).toThrow('Not the name');
});

describe('a failure that heals by itself', () => {
  test.each([
    [
      'E: Failed to fetch http://mirror.example/debian/pool/n/nginx_1.deb  503  Service Unavailable [IP: 10.0.0.1 80]',
      'the package mirror answered with a server error',
    ],
    ['Err:1 http://mirror.example/debian bookworm InRelease\n  502  Bad Gateway', null],
    [
      'Reading…\nErr:4 http://mirror.example/debian bookworm/main amd64 nginx all 1.22 500  Internal Server Error',
      'the package mirror answered with a server error',
    ],
    [
      'E: Failed to fetch http://x/Packages.xz  Hash Sum mismatch\n   Hashes of expected file:',
      'the package mirror was being updated',
    ],
    [
      'W: Failed to fetch http://x  File has unexpected size (1 != 2). Mirror sync in progress?',
      'the package mirror was being updated',
    ],
    [
      "W: Failed to fetch http://x  Temporary failure resolving 'mirror.example'",
      "the package mirror's name could not be resolved",
    ],
    [
      'E: Failed to fetch http://x  Could not connect to mirror.example:80, connection timed out',
      'the package mirror could not be reached',
    ],
    [
      'E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 42 (unattended-upgr)',
      'another process held the lock of the package system',
    ],
    [
      'dpkg: error: dpkg frontend lock was locked by another process with pid 7',
      'another process held the lock of the package system',
    ],
    ['E: Unable to locate package ngingx', null],
    ['E: Failed to fetch http://x/nginx.deb  404  Not Found [IP: 10.0.0.1 80]', null],
    ["E: You don't have enough free space in /var/cache/apt/archives/.", null],
    ['Get:5 http://mirror.example/debian bookworm/main amd64 500 kB', null],
  ])('%s', (output, label) => {
    const found = APT_FAILURES.find(({ pattern }) => new RegExp(pattern).test(output));
    expect(found?.label ?? null).toBe(label);
  });
});
