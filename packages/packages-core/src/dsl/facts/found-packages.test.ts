import { expect, test } from 'vitest';
import redis from '../../definitions/cache/redis';
import php from '../../definitions/language/php-fpm';
import nginx from '../../definitions/web/nginx';
import { foundReads, foundSettingReads, parseFound } from './found-packages';

const catalog = [nginx, php, redis];

/** What the settings' reads print, by the end of their key. */
function answers(outputs: Record<string, string>, settings: Record<string, string>): Record<string, string> {
  const reads = foundSettingReads(catalog, outputs);
  const found = reads.flatMap(({ key }) => {
    const name = Object.keys(settings).find((each) => key.endsWith(each));
    return name === undefined ? [] : [[key, settings[name] ?? '']];
  });
  return { ...outputs, ...(Object.fromEntries(found) as Record<string, string>) };
}

test('packages that the system does not have are not looked for', () => {
  expect(foundReads(catalog, 'debian-12').map(({ key }) => key)).toEqual(['nginx', 'php_fpm', 'redis']);
  expect(foundReads(catalog, 'debian-99')).toEqual([]);
});

test('a package that is there has its version, and the settings that its form would take', () => {
  const outputs = { nginx: 'installed 1.22.1-9\n', redis: 'config-files 7.0\n' };
  const main = 'worker_processes 8;\nevents {\n  worker_connections 12;\n}\n';
  expect(parseFound(catalog, answers(outputs, { workerProcesses: main, workerConnections: main }))).toEqual([
    // 12 connections are fewer than the form takes.
    { packageId: 'nginx', key: '', version: '1.22.1-9', settings: { workerProcesses: '8' } },
  ]);
});

test('each of several has its key', () => {
  const outputs = {
    php_fpm: 'installed php8.2-fpm 8.2.1\nconfig-files php8.3-fpm 8.3.1\ninstalled php8.4-fpm 8.4.2\n',
  };
  const extensions = 'installed php8.2-gd\nconfig-files php8.2-xml\ninstalled php8.2-curl\n';
  const ini = 'memory_limit = 256M\n; memory_limit = 1M\n';
  const found = parseFound(catalog, answers(outputs, { '8.2/extensions': extensions, memoryLimitMb: ini }));
  expect(found).toEqual([
    {
      ...{ packageId: 'php_fpm', key: '8.2', version: '8.2.1' },
      settings: { version: '8.2', extensions: ['curl', 'gd'], memoryLimitMb: 256 },
    },
    expect.objectContaining({ key: '8.4', settings: { version: '8.4', memoryLimitMb: 256 } }),
  ]);
});

test.each(['', 'installed', '$(reboot)\n', 'installed php-fpm 8\n'])(
  'a server that prints %j has nothing',
  (output) => {
    expect(parseFound(catalog, { nginx: output, php_fpm: output, redis: output })).toEqual([]);
  },
);
