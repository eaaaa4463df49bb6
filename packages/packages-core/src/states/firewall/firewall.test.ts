import { describe, expect, test } from 'vitest';
import type { ConsoleConnection } from '../../dsl/facts/console-connection';
import { reasonShutOut, withoutOurs, withoutRule, withRule } from './firewall';
import type { Firewall, Rule } from './firewall';
import { firewall } from './read-firewall';

/** As `mp_ufw_describe` prints it. */
const described = (...lines: string[]): Firewall => {
  const read = firewall.parse(['installed', 'status active', ...lines, 'end', ''].join('\n'));
  if (!read) throw new Error('It cannot be read.');
  return read;
};
const IPV4: ConsoleConnection = { source: '198.51.100.7', address: '192.0.2.1', port: 22, interface: 'eth0' };
const IPV6: ConsoleConnection = {
  source: '2001:db8::7',
  address: '2001:db8::1',
  port: 22,
  interface: 'eth0',
};
const ANY = '0.0.0.0/0';

describe('what a server prints', () => {
  test('is read: rules for what comes in, of both families, in their order', () => {
    const read = described(
      ...[
        'incoming REJECT',
        'outgoing ACCEPT',
        'ipv6 yes',
        'ours rule 80',
        'ours ssh 22/tcp',
        'ssh 22',
        'ssh 2222',
      ],
      ...['former installed active DROP ACCEPT enabled'],
      `rule4 allow any 80 ${ANY} any ${ANY} in comment=776562206974`,
      `rule4 allow tcp 22 ${ANY} any ${ANY} OpenSSH - in`,
      `rule4 route:allow any any ${ANY} any ${ANY} in_eth0`,
      `rule4 allow any 53 ${ANY} any ${ANY} out`,
      `rule4 deny_log-all tcp 81,82 ${ANY} any 10.0.0.0/8 in_eth0`,
      'rule6 limit udp 6000:6010 ::/0 any ::/0 in',
    );
    expect(read).toMatchObject({
      ...{ active: true, incoming: 'reject', outgoing: 'allow', ipv6: true, sshPorts: [22, 2222] },
      former: { installed: true, active: true, incoming: 'deny', outgoing: 'allow' },
      ours: [
        { owner: 'rule', key: '80' },
        { owner: 'ssh', key: '22/tcp' },
      ],
    });
    expect(read.rules).toMatchObject([
      { family: 4, action: 'allow', protocol: 'any', port: '80', source: 'any', application: null },
      { family: 4, action: 'allow', protocol: 'tcp', port: '22', application: 'OpenSSH', interface: null },
      { family: 4, action: 'deny', port: '81,82', source: '10.0.0.0/8', interface: 'eth0' },
      { family: 6, action: 'limit', protocol: 'udp', port: '6000:6010', destination: 'any' },
    ]);
    expect(withoutOurs(read).rules.map(({ port }) => port)).toEqual(['22', '81,82', '6000:6010']);
  });

  test.each([
    ['nothing', ''],
    ['a part', 'installed\nstatus active\nrule4 allow any 80'],
    ['no status', 'installed\nend'],
  ])('is unknown where it is %s', (_what, output) => {
    expect(firewall.parse(output)).toBeNull();
  });

  test('is a firewall that is off where ufw is not installed', () => {
    expect(firewall.parse('ssh 22\nend\n')).toMatchObject({ active: false, incoming: 'deny', rules: [] });
  });
});

describe('the console', () => {
  test.each<[string, ConsoleConnection, string[], string | null]>([
    [
      'no rule, and incoming is denied',
      IPV4,
      [],
      'no rule lets it in, and the policy for what comes in is deny',
    ],
    ['no rule, and incoming is allowed', IPV4, ['incoming ACCEPT'], null],
    ['its port', IPV4, [`rule4 allow tcp 22 ${ANY} any ${ANY} in`], null],
    ['its port, in a list', IPV4, [`rule4 limit tcp 80,22 ${ANY} any ${ANY} in`], null],
    ['its port, by an application', IPV4, [`rule4 allow tcp 22 ${ANY} any ${ANY} OpenSSH - in`], null],
    ['a range', IPV4, [`rule4 allow any 20:25 ${ANY} any ${ANY} in`], null],
    ['its address', IPV4, [`rule4 allow any any ${ANY} any 198.51.100.0/24 in`], null],
    ['its network, by IPv6', IPV6, ['rule6 allow tcp 22 ::/0 any 2001:db8::/32 in'], null],
    ['where it arrives', IPV4, [`rule4 allow tcp 22 192.0.2.1 any ${ANY} in`], null],
    ['its interface', IPV4, [`rule4 allow any any ${ANY} any ${ANY} in_eth+`], null],
    ['all TCP', IPV4, [`rule4 allow tcp any ${ANY} any ${ANY} in`], null],
    [
      'a rule that denies comes after it',
      IPV4,
      [`rule4 allow tcp 22 ${ANY} any ${ANY} in`, `rule4 deny any any ${ANY} any ${ANY} in`],
      null,
    ],
  ])('is let in or not by %s', (...[, connection, lines, expected]) => {
    expect(reasonShutOut(connection, described(...lines))).toBe(expected);
  });

  test.each<[string, ConsoleConnection, string[]]>([
    ['another port', IPV4, [`rule4 allow tcp 2222 ${ANY} any ${ANY} in`]],
    ['another protocol', IPV4, [`rule4 allow udp 22 ${ANY} any ${ANY} in`]],
    ['another network', IPV4, [`rule4 allow tcp 22 ${ANY} any 10.0.0.0/8 in`]],
    ['another address of the server', IPV4, [`rule4 allow tcp 22 192.0.2.2 any ${ANY} in`]],
    ['another interface', IPV4, [`rule4 allow any any ${ANY} any ${ANY} in_eth1`]],
    [
      'an interface, where its own is not known',
      { ...IPV4, interface: null },
      [`rule4 allow any any ${ANY} any ${ANY} in_eth0`],
    ],
    ['its own port, which changes', IPV4, [`rule4 allow tcp 22 ${ANY} 1024:65535 ${ANY} in`]],
    ['the other family', IPV6, [`rule4 allow tcp 22 ${ANY} any ${ANY} in`]],
    ['what goes out', IPV4, [`rule4 allow tcp 22 ${ANY} any ${ANY} out`]],
    ['what goes through', IPV4, [`rule4 route:allow any any ${ANY} any ${ANY} in_eth0`]],
  ])('is not let in by a rule about %s', (_what, connection, lines) => {
    expect(reasonShutOut(connection, described(...lines))).toContain('no rule lets it in');
  });

  test('is shut out by the first rule that fits, which is named', () => {
    const deny = `rule4 deny tcp 22 ${ANY} any 198.51.100.0/24 in`;
    const read = described('incoming ACCEPT', deny, `rule4 allow tcp 22 ${ANY} any ${ANY} in`);
    expect(reasonShutOut(IPV4, read)).toBe('the first rule about it is “deny 22/tcp from 198.51.100.0/24”');
    const reject = described(`rule4 reject any any ${ANY} any ${ANY} in_eth0`);
    expect(reasonShutOut(IPV4, reject)).toBe('the first rule about it is “reject any port on eth0”');
  });

  test('is shut out by IPv6 where ufw filters none', () => {
    const read = described('ipv6 no', 'incoming ACCEPT', 'rule6 allow tcp 22 ::/0 any ::/0 in');
    expect(reasonShutOut(IPV6, read)).toContain('lets no IPv6 in');
    expect(reasonShutOut(IPV4, read)).toBeNull();
  });
});

describe('a rule', () => {
  const allow: Rule = { action: 'allow', port: 22, protocol: 'tcp' };
  const open = withRule(described(), allow);
  const isIn = (read: Firewall) => [IPV4, IPV6].map((connection) => reasonShutOut(connection, read) === null);

  test('from anywhere is one of each family, and goes as it came', () => {
    expect(isIn(open)).toEqual([true, true]);
    expect(isIn(withoutRule(open, allow))).toEqual([false, false]);
    expect(isIn(withoutRule(open, { action: 'allow', port: 22 }))).toEqual([true, true]);
  });

  test('a server’s rule is the same as one that is added', () => {
    const comment = 'comment=776562206974';
    const read = described(
      `rule4 allow tcp 22 ${ANY} any ${ANY} in ${comment}`,
      `rule6 allow tcp 22 ::/0 any ::/0 in ${comment}`,
    );
    expect(read.rules).toEqual(open.rules);
    expect(withoutRule(read, allow).rules).toEqual([]);
    expect(withRule(read, { ...allow, action: 'deny' }).rules.map(({ action }) => action)).toEqual([
      ...['deny', 'deny'],
    ]);
  });

  test('is one of the family of its source', () => {
    expect(isIn(withRule(described(), { ...allow, from: '2001:db8::/32' }))).toEqual([false, true]);
    expect(isIn(withRule(described(), { ...allow, from: '198.51.100.7' }))).toEqual([true, false]);
  });

  test('comes last, or first, or takes the place of the same one', () => {
    const deny: Rule = { action: 'deny', port: '1:1024', protocol: 'tcp' };
    expect(isIn(withRule(open, deny))).toEqual([true, true]);
    expect(isIn(withRule(open, deny, { first: true }))).toEqual([false, false]);
    expect(isIn(withRule(open, { ...allow, action: 'reject' }))).toEqual([false, false]);
    expect(withRule(open, { ...allow, action: 'limit' }).rules).toHaveLength(2);
  });
});
