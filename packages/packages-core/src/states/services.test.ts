import { expect, test } from 'vitest';
import { Secret } from '../dsl/secret';
import { testStates } from '../dsl/testing/table';
import * as disk from './disk';
import * as nginx from './nginx';
import * as port from './port';
import * as redis from './redis';
import * as systemd from './systemd';
import * as user from './user';

const proven = ({ check, within, otherwise }: { check: string; within: number; otherwise: string }) => `
  seconds=0
  until ( ${check} ); do
    if [ "$seconds" -ge ${within} ]; then ${otherwise}; exit 5; fi
    seconds=$((seconds + 1))
    sleep 1
  done`;

testStates([
  {
    state: systemd.running('redis-server', { configuredBy: ['/etc/redis/redis.conf'] }),
    label: 'Service redis-server runs with this configuration, also after a reboot',
    check: `
      systemctl is-enabled --quiet redis-server 2>/dev/null || exit 1
      systemctl is-active --quiet redis-server || exit 1
      stamp=$(TZ=UTC systemctl show -P ExecMainStartTimestamp redis-server)
      [ -n "$stamp" ] || exit 1
      since=$(date -d "$stamp" +%s) || exit 2
      for file in /etc/redis/redis.conf; do
        changed=$(stat -L -c %Y "$file") || exit 2
        [ "$changed" -lt "$since" ] || exit 1
      done`,
    apply: `
      systemctl enable redis-server || exit
      systemctl reset-failed redis-server 2>/dev/null
      for file in /etc/redis/redis.conf; do
        [ "$(stat -L -c %Y "$file")" -lt "$(date +%s)" ] || sleep 1
      done
      systemctl restart redis-server && exit 0
      code=$?
      systemctl status --no-pager --full --lines=30 redis-server
      exit "$code"`,
  },
  {
    state: systemd.running('cron'),
    label: 'Service cron runs, also after a reboot',
    check: `
      systemctl is-enabled --quiet cron 2>/dev/null || exit 1
      systemctl is-active --quiet cron || exit 1
      :`,
    apply: `
      systemctl enable cron || exit
      systemctl reset-failed cron 2>/dev/null
      :
      systemctl restart cron && exit 0
      code=$?
      systemctl status --no-pager --full --lines=30 cron
      exit "$code"`,
  },
  {
    state: systemd.stopped('nginx'),
    label: 'Service nginx is stopped',
    check: `
      case "$(systemctl is-active nginx 2>/dev/null)" in active | activating | reloading | deactivating | refreshing) exit 1 ;; esac
      case "$(systemctl is-enabled nginx 2>/dev/null)" in enabled | enabled-runtime) exit 1 ;; esac`,
    apply: 'systemctl disable --now nginx',
  },
  {
    state: port.freeFor(80, 'nginx'),
    label: "Port 80 is free, or nginx's own",
    check: `
      command -v ss >/dev/null || exit 127
      if ss -Hltnp 'sport = :80' | grep -vF '("nginx",' >/dev/null; then exit 1; fi`,
    apply: proven({
      check: `command -v ss >/dev/null || exit 127
        if ss -Hltnp 'sport = :80' | grep -vF '("nginx",' >/dev/null; then exit 1; fi`,
      within: 0,
      otherwise: `echo 'Port 80 is taken by another program: stop that, or choose another port.' >&2; ss -Hltnp 'sport = :80' | grep -vF '("nginx",'`,
    }),
  },
  {
    state: port.answers(22),
    label: 'Port 22 answers',
    check: `if timeout 5 bash -c 'exec 3<>/dev/tcp/127.0.0.1/$1' - 22 2>/dev/null; then exit 0; else exit 1; fi`,
    apply: proven({
      check: `if timeout 5 bash -c 'exec 3<>/dev/tcp/127.0.0.1/$1' - 22 2>/dev/null; then exit 0; else exit 1; fi`,
      within: 15,
      otherwise: `echo 'Nothing answers on port 22.' >&2`,
    }),
  },
  {
    state: disk.free('/var', 100),
    label: 'At least 100 MB are free under /var',
    check: `[ "$(df -Pk /var | awk 'NR == 2 { print $4 }')" -ge 102400 ]`,
    apply: proven({
      check: `[ "$(df -Pk /var | awk 'NR == 2 { print $4 }')" -ge 102400 ]`,
      within: 0,
      otherwise: `echo 'Less than 100 MB are free under /var: make room and try again.' >&2`,
    }),
  },
  {
    state: nginx.acceptsConfiguration(),
    label: 'nginx accepts its configuration',
    check: `
      command -v nginx >/dev/null || exit 1
      if nginx -t -q 2>/dev/null; then exit 0; else exit 1; fi`,
    apply: proven({
      check: `command -v nginx >/dev/null || exit 1
        if nginx -t -q 2>/dev/null; then exit 0; else exit 1; fi`,
      within: 0,
      otherwise: 'nginx -t',
    }),
  },
  {
    state: user.exists('deploy', { system: true, shell: '/usr/sbin/nologin' }),
    label: 'User deploy exists',
    check: `[ "$(getent passwd deploy | cut -d: -f6,7)" = /home/deploy:/usr/sbin/nologin ]`,
    apply: `
      if getent passwd deploy >/dev/null; then
        usermod --home /home/deploy --shell /usr/sbin/nologin deploy
      else
        useradd --system --create-home --home-dir /home/deploy --shell /usr/sbin/nologin deploy
      fi`,
  },
]);

test('Redis is asked for its password by stdin', () => {
  const { check } = redis.answersTo(new Secret('password'), { port: 6379 });
  expect(check).toMatchObject({
    script: String.raw`{ printf %s 'AUTH "' && mp_secret password | sed 's/["\\]/\\&/g' && printf %s '"
PING
'; } | timeout 5 redis-cli -p 6379 2>/dev/null | grep -qx PONG`,
    secrets: ['password'],
  });
});

test.each(['', '-h', 'a b', 'x/y', '$(id)'])('%j is neither a unit nor a user', (name) => {
  expect(() => systemd.running(name)).toThrow('Not the name');
  expect(() => user.exists(name)).toThrow('Not the name');
});
