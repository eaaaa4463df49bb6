import { describe, expect, test } from 'vitest';
import { compile } from '../../dsl/compile';
import { parseFacts } from '../../dsl/facts/read-facts';
import { defaultInput } from '../../dsl/form/default-input';
import { inputForm, parseInput } from '../../dsl/input';
import { factsOf } from '../../dsl/conformance/samples';
import { testPlans, testRefusals } from '../../dsl/testing/table';
import nodejs from './nodejs';

const VERIFIED = { 'Verifying installation': ['node -v'] };
const LISTS = { 'Refreshing package lists': ['apt-get update'] };
const FORGET = 'the package lists are to be refreshed';
const FILES = [
  '/etc/apt/preferences.d/nodesource.pref',
  '/etc/apt/sources.list.d/nodesource.sources',
  '/etc/apt/keyrings/nodesource.asc',
];

testPlans(nodejs, [
  {
    name: 'installing that of the distribution',
    kind: 'install',
    input: {},
    plan: {
      'Checking the system': ['dpkg --audit', 'df', 'apt-get -s install nodejs'],
      ...LISTS,
      'Installing Node.js': ['apt-get install --no-install-recommends nodejs'],
      ...VERIFIED,
    },
  },
  {
    name: 'installing npm beside it',
    kind: 'install',
    input: { npm: true },
    plan: {
      'Checking the system': ['dpkg --audit', 'df', 'apt-get -s install nodejs npm'],
      ...LISTS,
      'Installing Node.js': ['apt-get install --no-install-recommends nodejs npm'],
      ...VERIFIED,
    },
  },
  {
    name: 'a change to NodeSource’s first removes the npm of the distribution',
    kind: 'install',
    input: { version: 'nodesource-24' },
    installed: { npm: true },
    plan: {
      'Checking the system': ['apt-get -s remove npm', 'dpkg --audit', 'df'],
      'Removing what is no longer wanted': ['apt-get remove npm'],
      'Adding the repository of Node.js': [
        'mp_use_repository nodesource nodesource',
        expect.stringContaining('write /etc/apt/keyrings/nodesource.asc (0644 root:root)') as string,
        [
          'write /etc/apt/sources.list.d/nodesource.sources (0644 root:root)',
          ...['Types: deb', 'URIs: https://deb.nodesource.com/node_24.x', 'Suites: nodistro'],
          ...['Components: main', 'Signed-By: /etc/apt/keyrings/nodesource.asc', '', FORGET],
        ].join('\n'),
        [
          'write /etc/apt/preferences.d/nodesource.pref (0644 root:root)',
          ...['Package: nodejs', 'Pin: origin "deb.nodesource.com"', 'Pin-Priority: 600', ''],
        ].join('\n'),
      ],
      ...LISTS,
      'Installing Node.js': [
        'apt-get install --no-install-recommends nodejs',
        'apt-get install --only-upgrade nodejs, to version 24',
      ],
      ...VERIFIED,
    },
  },
  {
    name: 'updating',
    kind: 'update',
    input: {},
    installed: { npm: true },
    plan: {
      'Checking the system': ['dpkg --audit', 'apt-get -s install --only-upgrade nodejs npm'],
      ...LISTS,
      'Updating Node.js': ['apt-get install --only-upgrade nodejs npm'],
      ...VERIFIED,
    },
  },
  {
    name: 'uninstalling',
    kind: 'uninstall',
    input: {},
    installed: { npm: true },
    plan: {
      'Checking the system': ['apt-get -s remove nodejs npm node-corepack'],
      'Removing Node.js': ['apt-get remove nodejs npm node-corepack'],
      'Verifying removal': ['dpkg-query -W nodejs'],
    },
  },
  {
    name: 'uninstalling NodeSource’s takes the repository away',
    kind: 'uninstall',
    input: {},
    installed: { version: 'nodesource-22' },
    plan: {
      'Checking the system': ['apt-get -s remove nodejs node-corepack'],
      'Removing Node.js': ['apt-get remove nodejs node-corepack'],
      'Cleaning up': [
        'mp_release_repository nodesource nodesource',
        ...FILES.map((path) => `put the former ${path} back, or remove it\n${FORGET}`),
      ],
      'Verifying removal': ['dpkg-query -W nodejs'],
    },
  },
]);

testRefusals(nodejs, [
  {
    input: { version: '24; id', npm: 'yes' },
    messages: {
      version: 'Version must be one of distribution, nodesource-26, nodesource-24, nodesource-22.',
    },
  },
  { input: { npm: 'yes' }, messages: { npm: 'npm of the distribution must be yes or no.' } },
]);

describe('what is on the server', () => {
  const refusals = (version: string, facts: { present: string | null; npm?: string }, installed = {}) => {
    const parsed = parseInput(nodejs, { version });
    const former = parseInput(nodejs, installed);
    if (!parsed.ok || !former.ok) throw new Error('refused');
    const plan = compile({
      ...{ definition: nodejs, operation: 'install', input: parsed.input, server: factsOf('debian-12') },
      ...{ facts: { npm: null, ...facts }, discovered: {} },
      installed: { input: former.input, version: null },
    });
    return plan.milestones[0]?.states
      .map(({ label }) => label)
      .filter((label) => label.startsWith('Not possible: '))
      .map((label) => label.slice('Not possible: '.length));
  };

  test.each([
    ['distribution', null],
    ['distribution', '18.20.4+dfsg-1~deb12u3'],
    ['nodesource-24', null],
    ['nodesource-24', '18.20.4+dfsg-1~deb12u3'],
    ['nodesource-24', '24.3.0-1nodesource1'],
  ])('Node.js %s is possible where %s is there', (version, present) => {
    expect(refusals(version, { present })).toEqual([]);
  });

  test.each([
    [
      'distribution',
      '24.3.0-1nodesource1',
      'Node.js 24.3.0-1nodesource1 is there, from NodeSource. Uninstall it before you install the distribution’s',
    ],
    [
      'nodesource-22',
      '24.3.0-1nodesource1',
      'Node.js 24.3.0-1nodesource1 is there, and apt does not go back to an older version. Uninstall it before you install 22',
    ],
  ])('Node.js %s is refused where %s is there', (version, present, sentence) => {
    expect(refusals(version, { present })).toEqual([sentence]);
  });

  test('NodeSource’s is refused beside an npm of the distribution that somebody else installed', () => {
    const facts = { present: '18.20.4+dfsg-1~deb12u3', npm: '9.2.0~ds1-1' };
    expect(refusals('nodesource-24', facts)).toEqual([expect.stringContaining('apt-get remove npm')]);
    expect(refusals('nodesource-24', facts, { npm: true })).toEqual([]);
  });
});

test('the library of Node.js, which needs it in turn, goes with it', () => {
  const input = defaultInput(nodejs);
  const outputs = { 'discovered.dependents': 'libnode108\nnodejs\nnode-acorn\n$(id)\n' };
  const { milestones } = compile({
    ...{ definition: nodejs, operation: 'uninstall', input, options: {}, server: factsOf('debian-12') },
    ...parseFacts(nodejs, input, outputs),
  });
  expect(milestones[1]?.states[0]?.apply.display).toBe(
    'apt-get remove nodejs node-corepack libnode108 node-acorn',
  );
});

test('what is not verified says so where it is chosen', () => {
  const [version] = inputForm(nodejs);
  const vendors = version?.options?.filter(({ value }) => value !== 'distribution') ?? [];
  expect(vendors).toHaveLength(3);
  for (const { label } of vendors) expect(label).toContain('not verified with the vendor’s repository');
});
