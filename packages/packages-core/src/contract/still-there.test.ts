import { expect, test } from 'vitest';
import { compile } from '../dsl/compile';
import nginx from '../definitions/nginx';
import redis from '../definitions/redis';
import { parseInput } from '../dsl/input';
import { factsOf } from '../dsl/testing/samples';
import type { Stands } from './still-there';
import { stillThere } from './still-there';

const uninstall = (definition: typeof nginx, input: Record<string, unknown>) => {
  const parsed = parseInput(definition, input, 'uninstall');
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  return compile({ definition, kind: 'uninstall', input: parsed.input, facts: factsOf('debian-12') });
};
const done: Stands = { status: 'done', attempts: 1, state: 1 };
const failed = (state: number): Stands => ({ status: 'failed', attempts: 1, state });
const pending: Stands = { status: 'pending', attempts: 0, state: null };
const undone: Stands = { status: 'undone', attempts: 2, state: 1 };

const SERVICE = 'the service nginx, running or enabled';
const PACKAGE = 'the package nginx with its configuration';
const PAGE = '/var/www/html/index.html as Milepost wrote it';

test.each<{ name: string; milestones: Stands[]; direction?: 1 | -1; left: string[] }>([
  { name: 'complete', milestones: [done, done, done, done], left: [] },
  { name: 'not begun', milestones: [pending, pending, pending, pending], left: [SERVICE, PACKAGE, PAGE] },
  { name: 'failed in the middle', milestones: [done, failed(1), pending, pending], left: [PACKAGE, PAGE] },
  { name: 'failed in its last proof', milestones: [done, done, done, failed(1)], left: [] },
  {
    name: 'skipped in the middle',
    milestones: [done, { status: 'skipped', attempts: 1, state: 1 }, done, done],
    left: [PACKAGE],
  },
  {
    name: 'rolled back',
    milestones: [undone, undone, pending, pending],
    direction: -1,
    left: [SERVICE, PACKAGE, PAGE],
  },
])('an uninstall of nginx that is $name', ({ milestones, direction = 1, left }) => {
  expect(stillThere(uninstall(nginx, {}), milestones, direction)).toEqual(left);
});

test('what is gone for good is not there again after a way back, and what a milestone came to counts', () => {
  const plan = uninstall(redis, { removeData: true });
  expect(stillThere(plan, [undone, undone, undone, pending], -1)).toEqual([
    'the service redis-server, running or enabled',
    'the package redis-server with its configuration',
  ]);
  expect(stillThere(plan, [done, done, failed(2), pending], 1)).toEqual([
    '/var/log/redis',
    '/etc/redis/redis.conf',
  ]);
});
