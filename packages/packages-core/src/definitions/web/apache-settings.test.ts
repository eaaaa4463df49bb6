import { describe, expect, test } from 'vitest';
import { compile } from '../../dsl/compile';
import { defaultInput } from '../../dsl/form/default-input';
import { parseInput } from '../../dsl/input';
import { listenConflict } from '../../dsl/package/listen';
import { factsOf } from '../../dsl/conformance/samples';
import apache from './apache';
import nginx from './nginx';

const input = (given: Record<string, unknown> = {}) => {
  const parsed = parseInput(apache, given);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  return parsed.input;
};

describe('what cannot be', () => {
  const reasons = (given: Record<string, unknown>) =>
    apache
      .refuse({
        ...{ operation: 'install', input: input(given), options: {}, installed: null, discovered: {} },
        ...{
          facts: {},
          requires: {},
          parent: null,
          server: factsOf('debian-12') as never,
          removeData: false,
        },
      })
      .filter(Boolean);

  test('is HTTP/2 with processes alone, and TLS on the port of the default page', () => {
    expect(reasons({ modules: ['http2'], mpm: 'prefork' })).toEqual([
      'HTTP/2 does not work with the MPM prefork: choose event or worker, or leave the module http2 out.',
    ]);
    expect(reasons({ modules: ['ssl'], port: 443 })).toEqual([
      'With the module ssl, Apache listens on port 443 for TLS: choose another port for the default page.',
    ]);
    expect(reasons({ modules: ['http2', 'ssl'], mpm: 'worker' })).toEqual([]);
  });

  test('is nginx on the same port; on others they are there together', () => {
    const nginxOn = (port: number) => nginx.listens({ port });
    expect(listenConflict(apache.listens(input()), nginxOn(80))).toBe('80/tcp');
    expect(listenConflict(apache.listens(input({ port: 8080 })), nginxOn(80))).toBeNull();
    expect(listenConflict(apache.listens(input({ modules: ['ssl'] })), nginxOn(443))).toBe('443/tcp');
  });

  test('is nginx with the same files, of which there are none', () => {
    const owned = [apache, nginx].map((definition) => {
      const request = { definition, operation: 'install', input: defaultInput(definition) };
      return compile({ ...request, server: factsOf('debian-12') }).owns ?? [];
    });
    expect(owned[0]).toContain('/var/www/milepost-apache/index.html');
    expect(owned[0]!.filter((path) => owned[1]!.includes(path))).toEqual([]);
  });
});

describe('the numbers of workers', () => {
  const numbers = (given: Record<string, unknown>) => {
    const plan = compile({
      ...{ definition: apache, operation: 'install', input: input(given) },
      server: factsOf('debian-12'),
    });
    const shown = plan.milestones
      .flatMap(({ states }) => states)
      .find(({ id }) => id === 'content_etc_apache2_conf_available_milepost_workers_conf')!.apply.display;
    const found = [...shown.matchAll(/ {2}([A-Z]\w+) (\d+)/g)];
    const of = new Map(found.map(([, name = '', number]) => [name, Number(number)]));
    return (name: string) => of.get(name) ?? Number.NaN;
  };

  test.each([1, 2, 7, 25, 26, 60, 149, 151, 1000, 9999, 10_000])(
    'fit together with threads for %d',
    (most) => {
      for (const mpm of ['event', 'worker']) {
        const of = numbers({ mpm, workers: most });
        const processes = of('MaxRequestWorkers') / of('ThreadsPerChild');
        expect(of('MaxRequestWorkers')).toBeGreaterThanOrEqual(most);
        expect(of('MaxRequestWorkers')).toBeLessThan(most * 1.25 + 1);
        expect(Number.isInteger(processes)).toBe(true);
        expect(of('ThreadsPerChild')).toBeLessThanOrEqual(25);
        expect(of('ServerLimit')).toBeGreaterThanOrEqual(mpm === 'event' ? 2 * processes : processes);
        expect(of('MaxSpareThreads')).toBeGreaterThanOrEqual(of('MinSpareThreads') + of('ThreadsPerChild'));
        expect(of('StartServers')).toBeLessThanOrEqual(processes);
      }
    },
  );

  test.each([1, 2, 7, 60, 1000, 10_000])('fit together with processes for %d', (most) => {
    const of = numbers({ mpm: 'prefork', workers: most });
    expect([of('MaxRequestWorkers'), of('ServerLimit')]).toEqual([most, Math.max(256, most)]);
    expect(of('MaxSpareServers')).toBeGreaterThan(of('MinSpareServers'));
    expect(of('StartServers')).toBeLessThanOrEqual(most);
  });
});
