import { expect, test } from 'vitest';
import { Secret } from '../dsl/secret';
import { testStates } from '../dsl/testing/table';
import * as nginx from './nginx';
import * as port from './port';
import * as redis from './redis';
import { hasLoadedConfig, loadConfig } from './systemd/config-watch';
import * as systemd from './systemd';
import * as user from './user';

const proven = ({ check, within, otherwise }: { check: string; within: number; otherwise: string }) => `
  seconds=0
  until ( ${check} ); do
    if [ "$seconds" -ge ${within} ]; then ${otherwise}; exit 5; fi
    seconds=$((seconds + 1))
    sleep 1
  done`;

const REDIS = { unit: 'redis-server', files: ['/etc/redis/redis.conf'], onChange: 'restart' } as const;

testStates([
  {
    state: systemd.running('redis-server', { configFiles: ['/etc/redis/redis.conf'] }),
    label: 'Service redis-server runs with this configuration, also after a reboot',
    check: `
      systemctl is-enabled --quiet redis-server 2>/dev/null || exit 1
      systemctl is-active --quiet redis-server || exit 1
      ${hasLoadedConfig(REDIS).script}`,
    apply: `
      systemctl enable redis-server || exit
      systemctl reset-failed redis-server 2>/dev/null
      ${loadConfig(REDIS).script} && exit 0
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
    state: port.listening(22),
    label: 'Port 22 answers',
    check: `if timeout 5 bash -c 'exec 3<>/dev/tcp/127.0.0.1/$1' - 22 2>/dev/null; then exit 0; else exit 1; fi`,
    apply: proven({
      check: `if timeout 5 bash -c 'exec 3<>/dev/tcp/127.0.0.1/$1' - 22 2>/dev/null; then exit 0; else exit 1; fi`,
      within: 15,
      otherwise: `echo 'Nothing answers on port 22.' >&2`,
    }),
  },
  {
    state: nginx.configValid(),
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
    state: user.present('deploy', { system: true, shell: '/usr/sbin/nologin' }),
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

test.each([
  ['nginx', 'Failed to enable unit: Unit file /etc/systemd/system/nginx.service is masked.', true],
  ['nginx', 'Failed to restart nginx.service: Unit nginx.service is masked.', true],
  ['nginx', 'Failed to restart nginx-debug.service: Unit my-nginx.service.d is masked.', false],
  ['nginx', 'Job for nginx.service failed because the control process exited with error code.', false],
  ['php8.3-fpm', 'Failed to restart php8.3-fpm.service: Unit php8.3-fpm.service is masked.', true],
])('a masked %s is recognized in “%s”: %s', (unit, output, known) => {
  const [failure] = systemd.running(unit).failures ?? [];
  expect(failure).toMatchObject({
    cause: `${unit}.service is masked`,
    hint: `On the server: systemctl unmask ${unit}`,
  });
  expect(new RegExp(failure?.pattern ?? '').test(output)).toBe(known);
});

test('Redis is asked for its password by stdin', () => {
  const { check } = redis.acceptsPassword(new Secret('password'), { port: 6379 });
  expect(check?.script)
    .toContain(String.raw`{ printf %s 'AUTH "' && mp_secret password | sed 's/["\\]/\\&/g' && printf %s '"
PING
'; } | timeout 5 redis-cli -p 6379 2>&1 | tr`);
  expect(check?.secrets).toEqual(['password']);
});

test.each(['', '-h', 'a b', 'x/y', '$(id)'])('%j is neither a unit nor a user', (name) => {
  expect(() => systemd.running(name)).toThrow('Not the name');
  expect(() => user.present(name)).toThrow('Not the name');
});
