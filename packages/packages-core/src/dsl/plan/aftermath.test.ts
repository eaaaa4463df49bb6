import { describe, expect, test } from 'vitest';
import { compile } from '../compile';
import nginx from '../../definitions/web/nginx';
import redis from '../../definitions/cache/redis';
import { defaultInput } from '../form/default-input';
import { parseInput } from '../input';
import type { PackageDefinition } from '../package/definition';
import { factsOf } from '../conformance/samples';
import type { Aftermath, MilestoneProgress } from './aftermath';
import { aftermathOf } from './aftermath';
import type { Plan } from '@milepost/contract/plan';

const planOf = (
  definition: PackageDefinition,
  kind: 'install' | 'uninstall',
  input: Record<string, unknown> = {},
): Plan => {
  const parsed = parseInput(definition, input, kind);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  const [own, options] = kind === 'install' ? [parsed.input, {}] : [defaultInput(definition), parsed.input];
  return compile({ definition, operation: kind, input: own, options, server: factsOf('debian-12') });
};
const at = (progress: Partial<MilestoneProgress>): MilestoneProgress => ({
  ...{ status: 'failed', attempts: 1, state: 1, phase: 'apply', interrupted: false },
  ...progress,
});
const done = at({ status: 'done' });
const pending = at({ status: 'pending', attempts: 0, state: null, phase: null });
const undone = at({ status: 'rolled_back', attempts: 2 });
const stopped = (state: number): MilestoneProgress => at({ state, interrupted: true });

const SERVICE = 'the service nginx, running or enabled';
const PACKAGE = 'the package nginx';
const PAGE = 'the default site with its page';
const IS_STOPPED = 'nginx is stopped and does not start at boot';
const IS_REMOVED = 'nginx is removed; its configuration is kept';
const IS_CLEAN = [
  '/etc/nginx/sites-available/milepost-default is removed unless it was edited',
  '/etc/nginx/sites-enabled/default is enabled again if Milepost disabled it',
  '/var/www/milepost-default/index.html is restored, or removed if Milepost created it',
  '/var/www/milepost-default is removed unless it holds files of yours',
  '/var/www/html/index.html is restored, or removed if Milepost created it',
];

describe('an uninstall of nginx', () => {
  test.each<{ name: string; milestones: MilestoneProgress[]; direction?: 1 | -1; is: Partial<Aftermath> }>([
    {
      name: 'not begun but for its check of the system',
      milestones: [pending, pending, pending, pending],
      is: { notRemoved: [SERVICE, PACKAGE, PAGE] },
    },
    {
      name: 'canceled while the packages were removed',
      milestones: [done, stopped(1), pending, pending],
      is: { done: [IS_STOPPED], uncertain: [PACKAGE], notRemoved: [PAGE] },
    },
    {
      name: 'canceled while a milestone was paused before it began',
      milestones: [done, at({ status: 'pending', phase: null, state: 1 }), pending, pending],
      is: { done: [IS_STOPPED], uncertain: [PACKAGE], notRemoved: [PAGE] },
    },
    {
      name: 'failed while it removed the packages',
      milestones: [done, at({}), pending, pending],
      is: { done: [IS_STOPPED], uncertain: [PACKAGE], notRemoved: [PAGE] },
    },
    {
      name: 'failed in the check before it removed the packages',
      milestones: [done, at({ phase: 'check' }), pending, pending],
      is: { done: [IS_STOPPED], notRemoved: [PACKAGE, PAGE] },
    },
    {
      name: 'failed in that check when it was tried again',
      milestones: [done, at({ phase: 'check', attempts: 2 }), pending, pending],
      is: { done: [IS_STOPPED], uncertain: [PACKAGE], notRemoved: [PAGE] },
    },
    {
      name: 'failed in its last proof',
      milestones: [done, done, done, at({})],
      is: { done: [IS_STOPPED, IS_REMOVED, ...IS_CLEAN] },
    },
    {
      name: 'begun again from stopping the service',
      milestones: [at({ status: 'pending', state: null, phase: null }), pending, pending, pending],
      is: { uncertain: [SERVICE], notRemoved: [PACKAGE, PAGE] },
    },
    {
      name: 'rolled back',
      milestones: [undone, undone, pending, pending],
      direction: -1,
      is: { notRemoved: [SERVICE, PACKAGE, PAGE] },
    },
    {
      name: 'canceled while it was rolled back',
      milestones: [done, stopped(1), pending, pending],
      direction: -1,
      is: { done: [IS_STOPPED], uncertain: [PACKAGE], notRemoved: [PAGE] },
    },
  ])('$name', ({ milestones, direction = 1, is }) => {
    const expected = { done: [], uncertain: [], notRemoved: [], ...is };
    expect(aftermathOf(planOf(nginx, 'uninstall'), [done, ...milestones], direction)).toEqual(expected);
  });
});

test('an install that was canceled says what it has installed and what is unknown', () => {
  const milestones = [done, done, done, stopped(5), pending, pending];
  expect(aftermathOf(planOf(nginx, 'install'), milestones, 1)).toEqual({
    done: [
      '/etc/nginx/sites-enabled/default is disabled if it was as Debian wrote it',
      'nginx is installed',
      'worker_processes is auto in /etc/nginx/nginx.conf',
      'worker_connections is 768 in /etc/nginx/nginx.conf',
      '/var/www/html/index.html is restored, or removed if Milepost created it',
      '/var/www/milepost-default exists',
    ],
    uncertain: [
      '/var/www/milepost-default/index.html is written by Milepost',
      'the default site is enabled on port 80',
    ],
    notRemoved: [],
  });
});

test('a plan of an earlier version is read, and says what was not removed', () => {
  const plan = planOf(nginx, 'uninstall');
  for (const { states } of plan.milestones) for (const state of states) delete state.result;
  expect(aftermathOf(plan, [done, done, stopped(1), pending, pending], 1)).toEqual({
    done: [],
    uncertain: [PACKAGE],
    notRemoved: [PAGE],
  });
});

test('what was removed for good may be gone also after a roll back', () => {
  const plan = planOf(redis, 'uninstall', { removeData: true });
  expect(aftermathOf(plan, [undone, undone, undone, undone, pending], -1)).toMatchObject({
    uncertain: ['/var/lib/redis', '/var/log/redis', '/etc/redis/redis.conf'],
    notRemoved: [
      'the service redis-server, running or enabled',
      'the package redis-server with its configuration',
    ],
  });
  expect(aftermathOf(plan, [done, done, done, at({ state: 2 }), pending], 1)).toMatchObject({
    uncertain: ['/var/log/redis'],
    notRemoved: ['/etc/redis/redis.conf'],
  });
});

test('what was written before a refused configuration may be put back', () => {
  const plan = planOf(nginx, 'install');
  const index = plan.milestones.findIndex(({ states }) => states.some((state) => state.undoesWhenRefused));
  const states = plan.milestones[index]?.states ?? [];
  const refused = states.findIndex((state) => state.undoesWhenRefused) + 1;
  const milestones = plan.milestones.map((_, n) => (n < index ? done : pending));
  const aftermath = (phase: 'check' | 'apply') =>
    aftermathOf(plan, milestones.with(index, at({ state: refused, phase })), 1);
  const page = '/var/www/milepost-default/index.html is written by Milepost';
  expect(aftermath('apply').uncertain).toContain(page);
  expect(aftermath('apply').done).toContain('/var/www/milepost-default exists');
  expect(aftermath('check').done).toContain(page);
});
