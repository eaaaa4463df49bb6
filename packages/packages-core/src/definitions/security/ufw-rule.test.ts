import { describe, expect, test } from 'vitest';
import { compile } from '../../dsl/compile';
import type { Json } from '../../dsl/facts/fact';
import { parseInput } from '../../dsl/input';
import { installationTitle, instanceKey } from '../../dsl/package/instance';
import { factsOf } from '../../dsl/conformance/samples';
import { testPlans, testRefusals } from '../../dsl/testing/table';
import { firewall } from '../../states/firewall/read-firewall';
import rule from './ufw-rule';

const ANY = '0.0.0.0/0';
const SSH = `rule4 allow tcp 22 ${ANY} any ${ANY} in`;
const reading = (...lines: string[]): Record<string, Json> => ({
  console: { source: '198.51.100.7', address: '192.0.2.1', port: 22, interface: 'eth0' },
  firewall: firewall.parse(['installed', 'status active', ...lines, 'end'].join('\n')),
});
const OPEN = reading('ours ssh 22/tcp', SSH);
const ON = ['ufw status'];
const SHOWN = 'ufw status; ufw show added';

testPlans(rule, [
  {
    name: 'adding',
    ...{ kind: 'install', input: { port: '443' }, facts: OPEN },
    plan: {
      'Checking the system': ON,
      'Creating the rule': ['ufw allow 443/tcp comment Milepost'],
      'Verifying installation': [SHOWN],
    },
  },
  {
    name: 'adding with everything chosen',
    kind: 'install',
    input: {
      ...{ action: 'deny', port: '25', protocol: 'any', source: '2001:db8::/32' },
      ...{ comment: ' no mail ', first: true },
    },
    facts: OPEN,
    plan: {
      'Checking the system': ON,
      'Creating the rule': ['ufw prepend deny from 2001:db8::/32 to any port 25 comment no mail'],
      'Verifying installation': [SHOWN],
    },
  },
  {
    name: 'adding a range of both protocols takes two rules of ufw',
    ...{ kind: 'install', input: { port: '6000:6010', protocol: 'any' }, facts: OPEN },
    plan: {
      'Checking the system': ON,
      'Creating the rule': [
        'ufw allow 6000:6010/tcp comment Milepost',
        'ufw allow 6000:6010/udp comment Milepost',
      ],
      'Verifying installation': [SHOWN, SHOWN],
    },
  },
  {
    name: 'adding where nothing could be read',
    ...{ kind: 'install', input: { port: '443' } },
    plan: {
      'Checking the system': ['read the rules of the firewall and the connection of the console', ...ON],
      'Creating the rule': ['ufw allow 443/tcp comment Milepost'],
      'Verifying installation': [SHOWN],
    },
  },
  {
    name: 'deleting',
    ...{ kind: 'uninstall', input: {}, facts: OPEN },
    installed: { action: 'limit', port: '53', protocol: 'udp', source: '10.0.0.0/8' },
    plan: {
      'Removing the rule': ['ufw delete limit from 10.0.0.0/8 to any port 53 proto udp'],
      'Verifying removal': ['ufw show added'],
    },
  },
]);

testRefusals(rule, [
  { input: {}, messages: { port: 'Port is required.' } },
  {
    input: { port: '10:5', source: '10.1.2.3/8', comment: "it's" },
    messages: {
      port: 'Port ends before it begins: it must be 5:10.',
      source: 'Source must be written as 10.0.0.0/8.',
      comment: 'Comment may have only letters, digits, spaces and the signs . , : ( ) / - _ in it.',
    },
  },
  ...['$(id)', '`id`', '22; id', '-22', '22\n23', '0', '65536'].map((port) => ({
    input: { port },
    messages: { port: 'Port must be a number from 1 to 65535, or a range such as 6000:6010.' },
  })),
  ...['$(id)', '-x', '10.0.0.1 any', '::ffff:192.0.2.1', '10.0.0.0/33'].map((source) => ({
    input: { port: '22', source },
    messages: { source: 'Source must be an IP address, a network such as 10.0.0.0/8, or “any”.' },
  })),
]);

test('several rules are told apart by port, protocol and source, whatever they do', () => {
  const one = { action: 'allow', port: '443', protocol: 'tcp', source: 'any', comment: 'a' };
  expect(instanceKey(rule, one)).toBe(instanceKey(rule, { ...one, action: 'deny', comment: 'b' }));
  expect(instanceKey(rule, one)).not.toBe(instanceKey(rule, { ...one, protocol: 'udp' }));
  expect(
    [one, { ...one, protocol: 'any', source: '10.0.0.0/8' }].map((input) => installationTitle(rule, input)),
  ).toEqual(['rule 443/tcp', 'rule 443 from 10.0.0.0/8']);
});

describe('a rule is refused', () => {
  function refused(operation: string, input: object, facts: Record<string, Json>): string[] {
    const parsed = parseInput(rule, input);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
    const { milestones } = compile({
      ...{ definition: rule, operation, input: parsed.input, server: factsOf('debian-13'), facts },
      discovered: {},
    });
    return milestones.flatMap(({ states }) =>
      states.flatMap(({ label }) => (label.startsWith('Not possible: ') ? [label.slice(14)] : [])),
    );
  }
  const OWN = '198.51.100.7';
  const SHUT_OUT = `This would shut out the console, which comes from ${OWN} to port 22: `;

  test.each<[string, object, string[]]>([
    ['keeps others out', { action: 'deny', port: '22', source: '10.0.0.0/8', first: true }, []],
    ['comes behind what lets the console in', { action: 'deny', port: '22', source: OWN }, []],
    [
      'comes in front of it',
      { action: 'deny', port: '22', source: OWN, first: true },
      [`${SHUT_OUT}the first rule about it is “deny 22/tcp from ${OWN}”`],
    ],
    [
      'has the port in its range',
      { action: 'reject', port: '1:1024', protocol: 'any', first: true },
      [`${SHUT_OUT}the first rule about it is “reject 1:1024/tcp”`],
    ],
    ['is about UDP', { action: 'reject', port: '1:1024', protocol: 'udp', first: true }, []],
  ])('or not, where it %s', (_what, input, reasons) => {
    expect(refused('install', input, OPEN)).toEqual(reasons);
  });

  test('where it is the one that lets the console in, and is deleted or changed', () => {
    const input = { port: '22', source: '198.51.100.0/24' };
    const facts = reading(
      'ours rule from 198.51.100.0/24 to any port 22 proto tcp',
      `rule4 allow tcp 22 ${ANY} any 198.51.100.0/24 in`,
    );
    expect(refused('uninstall', input, facts)).toEqual([
      `${SHUT_OUT}no rule lets it in, and the policy for what comes in is deny`,
    ]);
    expect(refused('install', { ...input, action: 'deny' }, facts)).toEqual([
      `${SHUT_OUT}the first rule about it is “deny 22/tcp from 198.51.100.0/24”`,
    ]);
    expect(refused('install', { ...input, action: 'limit' }, facts)).toEqual([]);
  });

  test('where it would take the place of one that is not Milepost’s, or of the firewall’s own', () => {
    const facts = reading(SSH, `rule4 deny tcp 80 ${ANY} any ${ANY} in`, 'ours ssh 22/tcp');
    expect(refused('install', { port: '80' }, facts)).toEqual([
      'The server has the rule “deny 80/tcp”, which Milepost did not add, and this one would replace it: delete it on the server first',
    ]);
    expect(refused('install', { port: '80', action: 'deny' }, facts)).toEqual([]);
    expect(refused('install', { port: '22' }, facts)).toEqual([
      'Port 22 is let in by the firewall itself, for SSH: change that in UFW first',
    ]);
    expect(refused('uninstall', { port: '22' }, facts)).toEqual([]);
  });

  test('a source that is any address in other words', () => {
    expect(refused('install', { port: '80', source: '::/0' }, OPEN)).toEqual([
      'Choose “any” instead of ::/0 as the source',
    ]);
  });
});
