import { describe, expect, test } from 'vitest';
import { testStates } from '../dsl/testing/table';
import * as apt from './apt';
import { APT_FAILURES } from './apt-failures';
import { APT_GET } from './apt-get';
import { FIRST_BOOT_IS_OVER, LOCK_FUNCTIONS } from './package-locks';
import { TELLING } from './telling';

const OPTIONS =
  '-q -y -o DPkg::Lock::Timeout=600 -o Dpkg::Use-Pty=0 -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold';
const BEGIN = [TELLING, LOCK_FUNCTIONS, APT_GET, FIRST_BOOT_IS_OVER].map(({ script }) => script).join('\n');
const REPAIR = `
  ${BEGIN}
  mp_wait_unlocked /var/lib/dpkg/lock-frontend /var/lib/dpkg/lock /var/cache/apt/archives/lock || exit
  if [ -n "$(dpkg --audit)" ]; then
    dpkg --force-confdef --force-confold --configure -a || exit
  fi`;
const ALL_INSTALLED = (packages: string) => `
  for package in ${packages}; do
    case "$(dpkg-query -W -f '\${db:Status-Status} ' "$package" 2>/dev/null)" in
      installed\\ *) ;;
      *) exit 1 ;;
    esac
  done`;

testStates([
  {
    state: apt.installed('nginx'),
    label: 'Package nginx is installed',
    check: ALL_INSTALLED('nginx'),
    apply: `${REPAIR}
      mp_apt_get 0 ${OPTIONS} --no-install-recommends install nginx`,
  },
  {
    state: apt.installed('php8.3-fpm', 'libstdc++6'),
    label: 'Packages php8.3-fpm, libstdc++6 are installed',
    check: ALL_INSTALLED('php8.3-fpm libstdc++6'),
    apply: `${REPAIR}
      mp_apt_get 0 ${OPTIONS} --no-install-recommends install php8.3-fpm libstdc++6`,
  },
  {
    state: apt.refreshed({ packages: ['nginx'] }),
    label: 'The package lists are fresh, or not needed for nginx',
    check: `
      if ( ${ALL_INSTALLED('nginx').trim()} ); then exit 0; fi
      [ -n "$(find /run/milepost-apt-lists -mmin -60 2>/dev/null)" ]`,
    apply: `
      ${BEGIN}
      while :; do
        mp_wait_unlocked /var/lib/apt/lists/lock || exit
        mp_apt_get files -q -o APT::Update::Error-Mode=any update && break
        code=$?
        mp_locked /var/lib/apt/lists/lock >/dev/null || exit "$code"
      done
      : >/run/milepost-apt-lists`,
  },
  {
    state: apt.removed(['redis-server', 'redis-*'], { purge: true }),
    label: 'redis-server is removed with its configuration',
    check: `
      present=$(dpkg-query -W -f '\${db:Status-Status} \${Package}\\n' redis-server 'redis-*' 2>/dev/null |
        awk -v absent=' not-installed ' 'index(absent, " " $1 " ") == 0 { print $2 }') || exit
      [ -z "$present" ]`,
    apply: `${REPAIR}
      present=$(dpkg-query -W -f '\${db:Status-Status} \${Package}\\n' redis-server 'redis-*' 2>/dev/null |
        awk -v absent=' not-installed ' 'index(absent, " " $1 " ") == 0 { print $2 }') || exit
      for package in $(apt-get ${OPTIONS} -s purge $present | awk '$1 == "Remv" || $1 == "Purg" { print $2 }'); do
        case " $(echo $present) " in
          *" \${package%%:*} "*) ;;
          *) echo "The package $package needs what would be removed: remove it first." >&2; exit 4 ;;
        esac
      done
      mp_apt_get $(echo $present | wc -w) ${OPTIONS} purge $present`,
  },
  {
    state: apt.gone('nginx'),
    label: 'dpkg says that nginx is not installed',
    check: `if ( ${ALL_INSTALLED('nginx').trim()} ); then exit 1; fi`,
    apply: `
      seconds=0
      until ( if ( ${ALL_INSTALLED('nginx').trim()} ); then exit 1; fi ); do
        if [ "$seconds" -ge 0 ]; then echo 'nginx is still installed.' >&2; exit 5; fi
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
  expect(() => apt.installed(name)).toThrow('Not the name');
  expect(() => apt.removed([name], { purge: true })).toThrow('Not the name');
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
