import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { shellWith } from '../../dsl/testing/fake-commands';
import { runState } from '../../dsl/testing/run-state';
import { testFolder } from '../../dsl/testing/test-folder';
import { expectThereAndBack, stateViolations } from '../../dsl/testing/there-and-back';
import * as ufw from './ufw';

const folder = testFolder();

/** ufw with its rules in a file, each as it was given; on, with everything else denied. sshd listens on 22 and 2222. */
const UFW = String.raw`
cd "$HOME_OF_TEST"; touch rules
text() { case $* in *' comment '*) echo "$*" | sed "s/ comment \(.*\)/ comment '\1'/" ;; *) echo "$*" ;; esac; }
case $* in
  'show added') echo 'Added user rules:'; sed 's/^/ufw /' rules ;;
  'status verbose') printf 'Status: active\nDefault: deny (incoming), allow (outgoing)\n' ;;
  status) echo 'Status: active' ;;
  'delete '*) shift; sed "s/ comment .*//" rules | grep -vxF "$*" >new; mv new rules ;;
  'prepend '*) shift; { text "$*"; cat rules; } >new; mv new rules ;;
  'insert '*) at=$2; shift 2; sed "$at"'i\'"$*" rules >new; mv new rules ;;
  *) text "$*" >>rules ;;
esac`;
const shell = (captured = '') =>
  shellWith(folder.home, { ufw: UFW, sshd: `printf 'port 22\\nport 2222\\n'` }, { captured });
const rules = () => readFile(join(folder.home, 'rules'), 'utf8');
const set = (...lines: string[]) =>
  writeFile(join(folder.home, 'rules'), lines.map((line) => `${line}\n`).join(''));

describe('rule', () => {
  test.each<[ufw.Rule, string]>([
    [{ action: 'allow', port: 443, protocol: 'tcp' }, 'allow 443/tcp'],
    [{ action: 'deny', port: 53 }, 'deny 53'],
    [{ action: 'limit', port: '6000:6010', protocol: 'udp' }, 'limit 6000:6010/udp'],
    [
      { action: 'allow', port: 22, protocol: 'tcp', from: '10.0.0.0/8', first: true },
      'allow from 10.0.0.0/8 to any port 22 proto tcp',
    ],
  ])('%j is there and back', async (rule, words) => {
    await set('allow 22/tcp');
    await expectThereAndBack(ufw.rule(rule), {
      shell,
      between: async () => {
        const [first, second] = (await rules()).split('\n');
        expect(rule.first ? first : second).toBe(`${words} comment 'Milepost'`);
      },
    });
    expect(await rules()).toBe('allow 22/tcp\n');
  });

  test('its comment makes no difference', async () => {
    await set("allow 443/tcp comment 'mine'");
    const state = ufw.rule({ action: 'allow', port: 443, protocol: 'tcp' });
    expect(await runState(state, { shell: await shell() }).check()).toBe(0);
  });

  test.each<[string, ufw.Rule, boolean]>([
    ['ssh for everybody', { action: 'deny', port: 22, protocol: 'tcp' }, true],
    ['a range with a port of ssh', { action: 'reject', port: '2000:3000', protocol: 'tcp' }, true],
    ['UDP alone', { action: 'deny', port: 22, protocol: 'udp' }, false],
    ['ssh for some', { action: 'deny', port: 22, protocol: 'tcp', from: '192.0.2.1' }, false],
    ['another port', { action: 'deny', port: 222 }, false],
  ])('is looked at for %s', async (_what, rule, refused) => {
    await set();
    const run = runState(ufw.rule(rule), { shell: await shell() });
    expect((await run.findings()).map(({ kind }) => kind)).toEqual(refused ? ['blocked'] : []);
    expect((await run.apply()).exitCode).toBe(refused ? 4 : 0);
  });
});

describe('ruleAbsent', () => {
  const gone = ufw.ruleAbsent({ action: 'allow', port: 22, protocol: 'tcp' });

  test('a rule goes, and comes back where it was', async () => {
    await set('allow 80', 'allow 22/tcp', 'allow 2222', 'allow OpenSSH');
    await expectThereAndBack(gone, { shell });
    expect(await rules()).toBe('allow 80\nallow 22/tcp\nallow 2222\nallow OpenSSH\n');
  });

  test('the last one that lets ssh in stays', async () => {
    await set('allow 80', 'allow 22/tcp', 'deny 22');
    const run = runState(gone, { shell: await shell() });
    expect(await run.findings()).toMatchObject([{ kind: 'blocked' }]);
    expect((await run.apply()).exitCode).toBe(4);
    expect(await rules()).toContain('allow 22/tcp');
  });
});

test('a plan accepts the firewall as a state', () => {
  expect(stateViolations(ufw.active({ incoming: 'deny', outgoing: 'allow' }))).toEqual([]);
});

test.each<ufw.Rule>([
  { action: 'allow', port: 0 },
  { action: 'allow', port: '10:5', protocol: 'tcp' },
  { action: 'allow', port: '5:10' },
  { action: 'allow', port: '22 from' },
  { action: 'allow', port: 22, from: '$(id)' },
  { action: 'allow', port: 22, comment: "it's" },
])('%j is no rule', (rule) => {
  expect(() => ufw.rule(rule)).toThrow(/^(Not|The range)/);
});
