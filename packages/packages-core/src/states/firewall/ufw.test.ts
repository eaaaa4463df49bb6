import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { shellWith } from '../../dsl/testing/fake-commands';
import { runState } from '../../dsl/testing/run-state';
import { testFolder } from '../../dsl/testing/test-folder';
import { expectThereAndBack, stateViolations } from '../../dsl/testing/there-and-back';
import type { Rule } from './firewall';
import * as ufw from './ufw';

const folder = testFolder();

/**
 * ufw with its rules in a file, each as it was given; on, with everything else denied. As ufw does, it changes a rule that is there where it
 * stands. sshd listens on 22 and 2222.
 */
const UFW = String.raw`
cd "$HOME_OF_TEST"; touch rules
text() { case $* in *' comment '*) echo "$*" | sed "s/ comment \(.*\)/ comment '\1'/" ;; *) echo "$*" ;; esac; }
key() { echo "$*" | sed "s/ comment .*//; s/^[a-z]* //"; }
change() { while IFS= read -r one; do if [ "$(key "$one")" = "$(key "$1")" ]; then echo "$1"; else echo "$one"; fi; done <rules; }
there() { while IFS= read -r one; do [ "$(key "$one")" != "$(key "$1")" ] || return 0; done <rules; return 1; }
case $* in
  'show added') echo 'Added user rules:'; sed 's/^/ufw /' rules ;;
  'status verbose') printf 'Status: active\nDefault: deny (incoming), allow (outgoing)\n' ;;
  status) echo 'Status: active' ;;
  'delete '*) shift; sed "s/ comment .*//" rules | grep -nxF "$*" | cut -d: -f1 | while read -r at; do sed -i "$at"d rules; done ;;
  'prepend '*) shift; { text "$*"; cat rules; } >new; mv new rules ;;
  'insert '*) at=$2; shift 2; sed "$at"'i\'"$(text "$*")" rules >new; mv new rules ;;
  *) if there "$*"; then change "$(text "$*")" >new; mv new rules; else text "$*" >>rules; fi ;;
esac`;
const shell = (captured = '') =>
  shellWith(folder.home, { ufw: UFW, sshd: `printf 'port 22\\nport 2222\\n'` }, { captured });
const rules = () => readFile(join(folder.home, 'rules'), 'utf8');
const set = (...lines: string[]) =>
  writeFile(join(folder.home, 'rules'), lines.map((line) => `${line}\n`).join(''));
const run = async (state: Parameters<typeof runState>[0], captured = '') =>
  runState(state, { shell: await shell(captured) });

describe('rule', () => {
  test.each<[Rule, ufw.RuleOptions, string]>([
    [{ action: 'allow', port: 443, protocol: 'tcp' }, {}, 'allow 443/tcp'],
    [{ action: 'deny', port: 53 }, {}, 'deny 53'],
    [{ action: 'limit', port: '6000:6010', protocol: 'udp' }, {}, 'limit 6000:6010/udp'],
    [
      { action: 'allow', port: 22, protocol: 'tcp', from: '10.0.0.0/8' },
      { first: true },
      'allow from 10.0.0.0/8 to any port 22 proto tcp',
    ],
    [
      { action: 'deny', port: 25, from: '2001:db8::/32' },
      { comment: 'no mail, café' },
      'deny from 2001:db8::/32 to any port 25',
    ],
  ])('%j is there and back', async (rule, options, words) => {
    await set('allow 22/tcp');
    await expectThereAndBack(ufw.rule(rule, options), {
      shell,
      between: async () => {
        const [first, second] = (await rules()).split('\n');
        expect(options.first ? first : second).toBe(`${words} comment '${options.comment ?? 'Milepost'}'`);
      },
    });
    expect(await rules()).toBe('allow 22/tcp\n');
  });

  test('a rule of somebody else stays as it is, whatever its comment', async () => {
    await set("allow 443/tcp comment 'mine'", 'allow 80');
    for (const [port, protocol] of [
      [443, 'tcp'],
      [80, undefined],
    ] as const) {
      const state = ufw.rule({ action: 'allow', port, ...(protocol && { protocol }) });
      const here = await run(state);
      expect([await here.check(), await here.findings()]).toEqual([0, []]);
      const captured = await here.capture();
      expect((await here.apply()).exitCode).toBe(0);
      expect((await (await run(state, captured)).undo()).exitCode).toBe(0);
    }
    expect(await rules()).toBe("allow 443/tcp comment 'mine'\nallow 80\n");
  });

  test('a rule of somebody else with another action is refused: ufw would replace it', async () => {
    await set("deny 443/tcp comment 'mine'");
    const here = await run(ufw.rule({ action: 'allow', port: 443, protocol: 'tcp' }));
    const sentence =
      'The server has the rule "deny 443/tcp", which Milepost did not add, and ufw would replace it: delete it there first (ufw delete deny 443/tcp).';
    expect([await here.check(), await here.findings()]).toMatchObject([1, [{ kind: 'blocked', sentence }]]);
    expect(await here.apply()).toEqual({ exitCode: 4, output: `${sentence}\n` });
    expect(await rules()).toBe("deny 443/tcp comment 'mine'\n");
  });

  test('a rule of Milepost takes another action and comment where it stands, and back', async () => {
    await set('allow 22/tcp');
    await (await run(ufw.rule({ action: 'allow', port: 80 }, { comment: 'web' }))).apply();
    await set(...(await rules()).trim().split('\n'), 'allow 81');
    const former = await rules();
    const state = ufw.rule({ action: 'reject', port: 80 }, { comment: 'no web' });
    await expectThereAndBack(state, {
      shell,
      between: async () => expect(await rules()).toBe("allow 22/tcp\nreject 80 comment 'no web'\nallow 81\n"),
    });
    expect(await rules()).toBe(former);
    await (await run(ufw.ruleAbsent({ action: 'allow', port: 80 }))).apply();
  });

  test.each<[string, Rule, boolean]>([
    ['ssh for everybody', { action: 'deny', port: 22, protocol: 'tcp' }, true],
    ['a range with a port of ssh', { action: 'reject', port: '2000:3000', protocol: 'tcp' }, true],
    ['UDP alone', { action: 'deny', port: 22, protocol: 'udp' }, false],
    ['ssh for some', { action: 'deny', port: 22, protocol: 'tcp', from: '192.0.2.1' }, false],
    ['another port', { action: 'deny', port: 222 }, false],
  ])('is looked at for %s', async (_what, rule, refused) => {
    await set();
    const here = await run(ufw.rule(rule));
    expect((await here.findings()).map(({ kind }) => kind)).toEqual(refused ? ['blocked'] : []);
    expect((await here.apply()).exitCode).toBe(refused ? 4 : 0);
    if (!refused) await (await run(ufw.ruleAbsent(rule))).apply();
  });

  test('against ssh for everybody else is possible behind one that lets some in', async () => {
    await set('allow from 10.0.0.0/8 to any port 22 proto tcp');
    const deny: Rule = { action: 'deny', port: 22, protocol: 'tcp' };
    expect(await (await run(ufw.rule(deny))).findings()).toEqual([]);
    expect(await (await run(ufw.rule(deny, { first: true }))).findings()).toMatchObject([
      { kind: 'blocked' },
    ]);
  });
});

describe('ruleAbsent', () => {
  const ssh: Rule = { action: 'allow', port: 22, protocol: 'tcp' };
  const gone = ufw.ruleAbsent(ssh);
  const added = async () => {
    await set();
    await (await run(ufw.rule(ssh))).apply();
  };

  test('a rule of Milepost goes, and comes back where it was', async () => {
    await added();
    const all = ['allow 80', "allow 22/tcp comment 'Milepost'", 'allow 2222', 'allow OpenSSH'];
    await set(...all);
    await expectThereAndBack(gone, { shell });
    expect(await rules()).toBe(`${all.join('\n')}\n`);
    await (await run(gone)).apply();
  });

  test('a rule of somebody else stays', async () => {
    await set('allow 22/tcp', 'allow 80');
    const here = await run(gone);
    expect([await here.check(), (await here.apply()).exitCode]).toEqual([0, 0]);
    expect(await rules()).toBe('allow 22/tcp\nallow 80\n');
  });

  test('the last one that lets ssh in stays', async () => {
    await added();
    await set('allow 80', "allow 22/tcp comment 'Milepost'", 'deny 22');
    const here = await run(gone);
    expect(await here.findings()).toMatchObject([{ kind: 'blocked' }]);
    expect((await here.apply()).exitCode).toBe(4);
    expect(await rules()).toContain('allow 22/tcp');
  });
});

test.each([
  ['active', ufw.active({ incoming: 'deny', outgoing: 'allow' })],
  ['formerRecorded', ufw.formerRecorded()],
  ['formerRestored', ufw.formerRestored()],
  ['formerForgotten', ufw.formerForgotten()],
])('%s is accepted by a plan', (_name, state) => {
  expect(stateViolations(state)).toEqual([]);
});

test('the former firewall is recorded once, and what Milepost adds is kept apart', async () => {
  const recorded = ufw.formerRecorded();
  await set('allow 80');
  await expectThereAndBack(recorded, { shell: (captured) => shellHere(captured) });
  await (await runHere(recorded)).apply();
  await (await runHere(ufw.rule({ action: 'allow', port: 81 }))).apply();
  const there = await runHere(ufw.formerRestored());
  expect([await there.check(), await there.findings()]).toEqual([
    1,
    [
      { kind: 'changes', sentence: 'Deletes the rule "allow 81".', field: null },
      { kind: 'keeps', sentence: 'The rules that are there stay, in their order: "allow 80".', field: null },
    ],
  ]);
  await (await runHere(ufw.formerForgotten())).apply();
  expect(await there.check()).toBe(0);
});

const SYSTEMCTL = `case $1 in is-enabled) echo enabled ;; esac`;
const shellHere = (captured = '') => shellWith(folder.home, { ufw: UFW, systemctl: SYSTEMCTL }, { captured });
const runHere = async (state: Parameters<typeof runState>[0]) =>
  runState(state, { shell: await shellHere() });

test.each([
  ['firewalld', 'active', 'firewalld is in use on this server'],
  ['nftables', 'enabled', 'nftables is in use on this server'],
  ['none', 'active', null],
])('another firewall is named: %s, %s', async (unit, what, sentence) => {
  const systemctl = `[ "$1 $3" = 'is-${what} ${unit}' ]`;
  const state = runState(ufw.noOtherFirewall(), { shell: await shellWith(folder.home, { systemctl }) });
  expect((await state.findings()).map((finding) => finding.sentence.split(',')[0])).toEqual(
    sentence === null ? [] : [sentence],
  );
  expect(await state.check()).toBe(sentence === null ? 0 : 1);
});

test.each<[Rule, ufw.RuleOptions]>([
  [{ action: 'allow', port: 0 }, {}],
  [{ action: 'allow', port: '10:5', protocol: 'tcp' }, {}],
  [{ action: 'allow', port: '5:10' }, {}],
  [{ action: 'allow', port: '22 from' }, {}],
  [{ action: 'allow', port: 22, from: '$(id)' }, {}],
  [{ action: 'allow', port: 22 }, { comment: "it's" }],
])('%j is no rule', (rule, options) => {
  expect(() => ufw.rule(rule, options)).toThrow(/^(Not|The range)/);
});
