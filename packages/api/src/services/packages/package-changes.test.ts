import type { FileDiff } from '@milepost/contract/file-diff';
import { PACKAGES_UNKNOWN } from '@milepost/contract/messages/plan-changes';
import type { PreviewedMilestone } from '@milepost/contract/inspection-workflow';
import type { Observation, PackageObservation } from '@milepost/contract/observation';
import { PLAN_FORMAT } from '@milepost/contract/plan';
import type { Plan, PlannedState } from '@milepost/contract/plan';
import { expect, test } from 'vitest';
import { toPlanPreview } from './preview-view';

const command = { script: 'x', secrets: [], display: 'x' };
const state = (id: string, more: Partial<PlannedState> = {}): PlannedState => ({
  ...{ id, label: id, check: command, apply: command, verify: null, capture: null, undo: null },
  ...{ idempotent: true, ...more },
});
const planOf = (kind: string, ...states: PlannedState[]): Plan => ({
  ...{ format: PLAN_FORMAT, package: 'nginx', title: 'nginx', kind },
  milestones: [{ id: 'm', label: 'M', credential: 'root', states, transient: [] }],
  record: { configuration: {}, version: null },
});
const nginx = (from: string | null, to: string | null): PackageObservation => ({
  ...{ kind: 'package', name: 'nginx', from, to, downloadBytes: 1_100_000 },
});
const common: PackageObservation = { ...nginx(null, '2'), name: 'nginx-common', downloadBytes: 100_000 };
const file: Observation = { kind: 'file', path: '/etc/x', found: null };
const diff: FileDiff = { path: '/etc/x', is: 'text', added: 1, removed: 0, text: '+a', moreLines: 0 };

const preview = (plan: Plan, states: PreviewedMilestone['states'], whole = true) =>
  toPlanPreview({
    ...{ plan, hash: 'h', milestoneDurations: new Map(), typicalDuration: null, problem: null, whole },
    ...{ possible: true, checked: [{ id: 'm', label: 'M', states }] },
  });

const observing = { observe: command };
const lists = state('package_lists_fresh');
const update = planOf('update', lists, state('upgraded', observing));
const fresh = { id: 'package_lists_fresh', is: 'already_true' } as const;

test('packages and a file’s diff stand beside the state that changes them, and are summed up', () => {
  const found = preview(planOf('install', state('a'), state('b')), [
    { id: 'a', is: 'to_do', observations: [nginx(null, '2'), common, file] },
    { id: 'b', is: 'to_do', observations: [nginx(null, '2')], diff },
  ]);
  const [a, b] = found.milestones[0]?.states ?? [];
  expect(a).toMatchObject({ packages: [nginx(null, '2'), common], diff: null });
  expect(b).toMatchObject({ packages: [nginx(null, '2')], diff });
  expect(found).toMatchObject({
    packagesSummary: '2 new packages, 1.2 MB to download',
    headline: null,
  });
});

test('a package that apt does not know yet waits for the package lists', () => {
  const plan = planOf(
    'install',
    lists,
    state('a', observing),
    state('file', { ...observing, diff: command }),
  );
  const toDo = [
    { id: 'a', is: 'to_do' },
    { id: 'file', is: 'to_do' },
  ] as const;
  const details = (is: 'to_do' | 'already_true') =>
    preview(plan, [{ id: 'package_lists_fresh', is }, ...toDo]).milestones.flatMap(({ states }) =>
      states.map(({ detail }) => detail),
    );
  expect(details('to_do')).toEqual([null, PACKAGES_UNKNOWN, null]);
  expect(details('already_true')).toEqual([null, null, null]);
});

test('a plan that changes no packages does not speak of any', () => {
  expect(preview(planOf('install', state('a')), [{ id: 'a', is: 'to_do' }])).toMatchObject({
    ...{ packagesSummary: null, headline: null },
  });
});

test.each<{ what: string; plan?: Plan; states: PreviewedMilestone['states']; headline: string | null }>([
  {
    what: 'the version before and after',
    states: [fresh, { id: 'upgraded', is: 'to_do', observations: [nginx('1', '2'), common] }],
    headline: 'nginx 1 → 2, 1.2 MB to download',
  },
  {
    what: 'that nothing newer is available',
    states: [fresh, { id: 'upgraded', is: 'already_true' }],
    headline: 'Nothing newer is available.',
  },
  {
    what: 'that the lists are refreshed first',
    states: [
      { id: 'package_lists_fresh', is: 'to_do' },
      { id: 'upgraded', is: 'already_true' },
    ],
    headline: 'Nothing newer is known yet. The package lists are refreshed first.',
  },
  { what: 'nothing where apt cannot tell', states: [fresh, { id: 'upgraded', is: 'to_do' }], headline: null },
  {
    what: 'nothing where the plan does not ask for it',
    plan: planOf('update', state('upgraded')),
    states: [{ id: 'upgraded', is: 'already_true' }],
    headline: null,
  },
])('an update is headed by $what', ({ plan = update, states, headline }) => {
  expect(preview(plan, states).headline).toBe(headline);
  expect(preview(plan, states, false).headline).toBeNull();
});
