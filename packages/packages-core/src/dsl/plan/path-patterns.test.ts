import { expect, test } from 'vitest';
import { matchesPath } from './path-patterns';

test.each([
  ['/etc/x.conf', '/etc/x.conf', true],
  ['/etc/x.conf', '/etc/x-conf', false],
  ['/etc/nginx/**', '/etc/nginx/sites-enabled/a', true],
  ['/etc/nginx/**', '/etc/nginx.conf', false],
  ['/etc/cron.d/*', '/etc/cron.d/a', true],
  ['/etc/cron.d/*', '/etc/cron.d/a/b', false],
  ['/etc/php/*/fpm/[a-c]?.conf', '/etc/php/8.2/fpm/b1.conf', true],
  ['/etc/php/*/fpm/[a-c]?.conf', '/etc/php/8.2/fpm/d1.conf', false],
])('%s finds %s: %s', (pattern, path, found) => {
  expect(matchesPath(pattern, path)).toBe(found);
});
