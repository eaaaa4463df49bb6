import { describe, expect, test } from 'vitest';
import { compile } from '../../dsl/compile';
import type { Json } from '../../dsl/facts/fact';
import { parseInput } from '../../dsl/input';
import { factsOf } from '../../dsl/conformance/samples';
import { testPlans, testRefusals } from '../../dsl/testing/table';
import { firewall } from '../../states/firewall/read-firewall';
import ufw from './ufw';

const ANY = '0.0.0.0/0';
const CONSOLE = { source: '198.51.100.7', address: '192.0.2.1', port: 2222, interface: 'eth0' };
/** What is read of a server: the console's connection, and what `mp_ufw_describe` prints. */
const reading = (...lines: string[]): Record<string, Json> => ({
  console: CONSOLE,
  firewall: firewall.parse([...lines, 'ssh 22', 'end'].join('\n')),
});
const FRESH = reading();
const OURS = ['ours ssh 22/tcp', 'ours ssh 2222/tcp', 'ours rule 80/tcp'];
const RULES = [
  `rule4 allow tcp 22 ${ANY} any ${ANY} in`,
  `rule4 allow tcp 2222 ${ANY} any ${ANY} in`,
  `rule4 allow tcp 80 ${ANY} any ${ANY} in`,
];
const FORMER = 'former absent inactive DROP ACCEPT enabled';
const INSTALLED = reading('installed', 'status active', FORMER, ...OURS, ...RULES);

const CHECK = ['systemctl is-active firewalld nftables', 'dpkg --audit', 'df', 'apt-get -s install ufw'];
const installing = {
  'Refreshing package lists': ['apt-get update'],
  'Installing UFW': [
    'record status and policies of the firewall',
    'apt-get install --no-install-recommends ufw',
  ],
};
const switchedOn = (incoming: string, outgoing: string) =>
  `ufw default ${incoming} incoming\nufw default ${outgoing} outgoing\nufw --force enable`;
const UNKNOWN = 'read the rules of the firewall and the connection of the console';
const RESTORED =
  'ufw delete each rule that Milepost added\nufw default as it was\nufw --force disable if it was off';

testPlans(ufw, [
  {
    name: 'installing where there is no firewall opens the ports of SSH',
    ...{ kind: 'install', input: {}, facts: FRESH },
    plan: {
      'Checking the system': CHECK,
      ...installing,
      'Configuring the firewall': [
        'ufw allow 22/tcp comment SSH, by Milepost',
        'ufw allow 2222/tcp comment SSH, by Milepost',
        switchedOn('deny', 'allow'),
      ],
      'Verifying installation': ['ufw status verbose'],
    },
  },
  {
    name: 'installing where rules let the console in opens nothing',
    ...{ kind: 'install', input: { incoming: 'reject', outgoing: 'deny' } },
    facts: reading('installed', 'status active', `rule4 allow tcp any ${ANY} any 198.51.100.0/24 in`),
    plan: {
      'Checking the system': CHECK,
      ...installing,
      'Configuring the firewall': [switchedOn('reject', 'deny')],
      'Verifying installation': ['ufw status verbose'],
    },
  },
  {
    name: 'installing again keeps open what it opened',
    ...{ kind: 'install', input: {}, installed: {}, facts: INSTALLED },
    plan: {
      'Checking the system': CHECK,
      ...installing,
      'Configuring the firewall': [
        'ufw allow 22/tcp comment SSH, by Milepost',
        'ufw allow 2222/tcp comment SSH, by Milepost',
        switchedOn('deny', 'allow'),
      ],
      'Verifying installation': ['ufw status verbose'],
    },
  },
  {
    name: 'leaving SSH to rules',
    ...{ kind: 'install', input: { ssh: 'rules' }, installed: {} },
    facts: reading(
      ...['installed', 'status active', FORMER, ...OURS, ...RULES],
      `rule4 allow tcp 2222 ${ANY} any 198.51.100.7 in`,
    ),
    plan: {
      'Checking the system': CHECK,
      ...installing,
      'Configuring the firewall': [
        switchedOn('deny', 'allow'),
        'ufw delete allow 22/tcp',
        'ufw delete allow 2222/tcp',
      ],
      'Verifying installation': ['ufw status verbose'],
    },
  },
  {
    name: 'installing where nothing could be read',
    ...{ kind: 'install', input: {} },
    plan: {
      'Checking the system': [UNKNOWN, ...CHECK],
      ...installing,
      'Configuring the firewall': [switchedOn('deny', 'allow')],
      'Verifying installation': ['ufw status verbose'],
    },
  },
  {
    name: 'updating',
    ...{ kind: 'update', input: {} },
    plan: {
      'Checking the system': ['dpkg --audit', 'apt-get -s install --only-upgrade ufw'],
      'Refreshing package lists': ['apt-get update'],
      'Updating UFW': ['apt-get install --only-upgrade ufw'],
      'Verifying installation': ['ufw status verbose'],
    },
  },
  {
    name: 'uninstalling where there was no firewall',
    ...{ kind: 'uninstall', input: {}, facts: INSTALLED },
    plan: {
      'Checking the system': ['apt-get -s remove ufw'],
      'Stopping the firewall': [RESTORED],
      'Removing UFW': ['apt-get remove ufw'],
      'Cleaning up': ['remove the record of the former firewall'],
      'Verifying removal': ['dpkg-query -W ufw'],
    },
  },
  {
    name: 'uninstalling where somebody else had one',
    ...{ kind: 'uninstall', input: {} },
    facts: reading('installed', 'status active', 'former installed active ACCEPT ACCEPT enabled', ...RULES),
    plan: {
      'Configuring the firewall': [RESTORED],
      'Cleaning up': ['remove the record of the former firewall'],
      'Verifying removal': ['ufw status verbose'],
    },
  },
]);

testRefusals(ufw, [
  {
    input: { incoming: 'drop', outgoing: '$(id)', ssh: '' },
    messages: {
      incoming: 'Incoming must be one of deny, reject, allow.',
      outgoing: 'Outgoing must be one of deny, reject, allow.',
      ssh: 'SSH must be one of open, rules.',
    },
  },
]);

describe('the console is never shut out', () => {
  /** Why the plan is refused. */
  function refused(operation: string, input: object, facts: Record<string, Json>): string[] {
    const parsed = parseInput(ufw, operation === 'install' ? input : {}, operation);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
    const own = operation === 'install' ? parsed.input : {};
    const { milestones } = compile({
      ...{ definition: ufw, operation, input: { ...own }, server: factsOf('debian-12'), facts },
      discovered: {},
    });
    return milestones.flatMap(({ states }) =>
      states.flatMap(({ label }) => (label.startsWith('Not possible: ') ? [label] : [])),
    );
  }
  const SHUT_OUT =
    'Not possible: This would shut out the console, which comes from 198.51.100.7 to port 2222: ';
  const NO_RULE = `${SHUT_OUT}no rule lets it in, and the policy for what comes in is`;

  test.each<[string, object, string[], string[]]>([
    ['SSH is left to rules that are not there', { ssh: 'rules' }, [], [`${NO_RULE} deny`]],
    ['whatever is not allowed is rejected', { ssh: 'rules', incoming: 'reject' }, [], [`${NO_RULE} reject`]],
    ['everything is allowed', { ssh: 'rules', incoming: 'allow' }, [], []],
    [
      'rules that are there let others in',
      {},
      [`rule4 allow tcp 2222 ${ANY} any 10.0.0.0/8 in`],
      [`${NO_RULE} deny`],
    ],
    [
      'a rule that is there denies it',
      { incoming: 'allow' },
      [`rule4 deny any 2000:3000 ${ANY} any ${ANY} in`],
      [`${SHUT_OUT}the first rule about it is “deny 2000:3000”`],
    ],
    [
      'SSH is left to rules, and one lets it in',
      { ssh: 'rules' },
      [`rule4 limit tcp 2222 ${ANY} any ${ANY} in`],
      [],
    ],
    ['SSH is open', {}, [`rule4 allow tcp 80 ${ANY} any ${ANY} in`], []],
  ])('an install where %s', (...[, input, lines, reasons]) => {
    expect(refused('install', input, reading('installed', 'status inactive', ...lines))).toEqual(reasons);
  });

  test('a change that leaves SSH to rules takes away what let the console in', () => {
    expect(refused('install', { ssh: 'rules' }, INSTALLED)).toEqual([`${NO_RULE} deny`]);
    expect(refused('install', {}, INSTALLED)).toEqual([]);
  });

  test('an uninstall that leaves a firewall of somebody else on', () => {
    const former = (policy: string) =>
      reading(
        ...['installed', 'status active', `former installed active ${policy} ACCEPT enabled`],
        ...[...OURS, ...RULES],
      );
    expect(refused('uninstall', {}, former('DROP'))).toEqual([`${NO_RULE} deny`]);
    expect(refused('uninstall', {}, former('ACCEPT'))).toEqual([]);
    expect(refused('uninstall', {}, INSTALLED)).toEqual([]);
  });
});
