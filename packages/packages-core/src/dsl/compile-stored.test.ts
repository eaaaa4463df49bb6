import type { Plan } from '@milepost/contract/plan';
import { describe, expect, test } from 'vitest';
import nginx from '../definitions/web/nginx';
import redis from '../definitions/cache/redis';
import { compileStored, listensOf, servicesOf } from './compile-stored';
import type { StoredRequest } from './compile-stored';
import { instanceKey } from './package/instance';
import { factsOf } from './conformance/samples';
import memcached from '../definitions/cache/memcached';
import php from '../definitions/language/php-fpm';

const PHP_84 = { version: '8.4', extensions: ['curl'] };

function planOf(request: Partial<StoredRequest>): Plan {
  const compiled = compileStored({
    ...{ definition: php, kind: 'install', input: {}, installation: null, facts: factsOf('debian-12') },
    ...request,
  });
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.issues));
  return compiled.plan;
}

const commandsOf = (plan: Plan): string =>
  plan.milestones.flatMap(({ states }) => states.map(({ apply }) => apply.display)).join('\n');

describe('an operation on what is there', () => {
  test('goes by the settings of the install that began, also where that has failed', () => {
    const installation = { begunInput: PHP_84, completedInput: null, version: null };
    const plan = planOf({ kind: 'uninstall', installation });
    expect(plan.title).toBe('Uninstall PHP 8.4');
    expect(commandsOf(plan)).toContain('php8.4');
    expect(commandsOf(plan)).not.toContain('php8.2');
  });

  test('knows the port that was chosen', () => {
    const stored = { port: 6400, password: '‹password›' };
    const installation = { begunInput: stored, completedInput: stored, version: '5:7.0.15' };
    const update = planOf({ definition: redis, kind: 'update', installation });
    expect(JSON.stringify(update)).toContain('6400');
    expect(JSON.stringify(update)).not.toContain('6379');
  });

  test('is an uninstall by the defaults where the stored settings do not fit any more; anything else is refused', () => {
    const stored = { port: 'no number' };
    const installation = { begunInput: stored, completedInput: stored, version: null };
    const request = { ...{ definition: memcached, input: {}, installation }, facts: factsOf('debian-12') };
    expect(compileStored({ ...request, kind: 'uninstall' }).ok).toBe(true);
    expect(compileStored({ ...request, kind: 'update' }).ok).toBe(false);
  });

  test('is a change that knows what was installed before', () => {
    const installed = { version: '8.4', extensions: ['curl', 'xml'] };
    const installation = { begunInput: installed, completedInput: installed, version: '8.4.1' };
    const change = planOf({ input: PHP_84, installation });
    expect(commandsOf(change)).toContain('php8.4-xml');
    expect(commandsOf(planOf({ input: PHP_84 }))).not.toContain('php8.4-xml');
  });
});

test('two versions of a package are two installations', () => {
  expect([PHP_84, { version: '8.2' }].map((input) => instanceKey(php, input))).toEqual(['8.4', '8.2']);
});

describe('what an installation listens on, and its services', () => {
  test('follow from its stored settings', () => {
    expect(listensOf(nginx, { port: 8080 })).toMatchObject([{ protocol: 'tcp', port: 8080 }]);
    expect(servicesOf(php, PHP_84).map(({ unit }) => unit)).toEqual(['php8.4-fpm']);
  });

  test('are those of the defaults, or nothing, where these are missing or do not fit', () => {
    expect(listensOf(nginx, null)).toEqual([]);
    expect(listensOf(nginx, { port: 'x' })).toEqual([]);
    expect(servicesOf(redis, null).map(({ unit }) => unit)).toEqual(['redis-server']);
  });
});
