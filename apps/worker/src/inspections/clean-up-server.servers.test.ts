import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { openLab } from '@milepost/lab/lab';
import { heldState, milestone, plan } from '../../test/harness/plans';
import { generateKeyPair } from '@milepost/packages-core/ssh/login/key-pair';
import { WorkerHarness } from '../../test/harness/worker-harness';

let harness: WorkerHarness;
const lab = openLab(inject('lab'));
const server = lab.server(1);
const [first] = inject('labServers');
if (!first) throw new Error('a server is needed');
const FILE = '/root/.ssh/authorized_keys';

let serverId: string;
let own: string;
/** The bytes that the lab itself needs to log in. */
let lines: string;

beforeAll(async () => {
  harness = await WorkerHarness.create();
  await harness.startWorker().ready;
  lines = await bytes();
  ({ serverId } = await harness.join(first));
  const credential = await harness.db.credential.findFirstOrThrow({ where: { serverId } });
  own = credential.publicKey;
});
afterAll(() => harness.close());

async function bytes(path = FILE): Promise<string> {
  const { stdout } = await server.exec(`base64 -w0 ${path}`);
  return Buffer.from(stdout, 'base64').toString('latin1');
}

async function put(content: string): Promise<void> {
  const script = `base64 -d >${FILE}.put && cat ${FILE}.put >${FILE} && rm ${FILE}.put`;
  const input = Buffer.from(content, 'latin1').toString('base64');
  expect(await server.exec(script, { input })).toMatchObject({ exitCode: 0 });
}

const stat = async (): Promise<string> => (await server.exec(`stat -Lc '%a %U:%G' ${FILE}`)).stdout;
const leave = () => harness.inspect({ kind: 'clean_up', serverId });
const left = { kind: 'clean_up', leftovers: [] };

describe('the key of Milepost is removed, and nothing else of authorized_keys is changed', () => {
  const half = () => own.slice(0, -4);
  test.each<[string, () => string, () => string]>([
    ['as the last line', () => `${lines}${own}\n`, () => lines],
    ['as the last line without a line break', () => `${lines}${own}`, () => lines],
    ['before a last line without a line break', () => `${own}\n${lines.trimEnd()}`, () => lines.trimEnd()],
    ['where it stands twice', () => `${own}\n${lines}${own}\n`, () => lines],
    [
      'amid comments, blank lines, blanks at ends of lines, carriage returns, bytes that are no text and NUL',
      () => `# ${half()}\n\n  \t\r\n\xff\xfe\0 \0\n${lines}${own}\n\n# end \\ $(reboot) '"\`\n`,
      () => `# ${half()}\n\n  \t\r\n\xff\xfe\0 \0\n${lines}\n# end \\ $(reboot) '"\`\n`,
    ],
    [
      'beside a comment that quotes it, and a line of options and patterns',
      () => `# ${own}\n${own}\nfrom="*,!10.0.0.1",command="echo |^.*$|d" ${lines}${lines}`,
      () => `# ${own}\nfrom="*,!10.0.0.1",command="echo |^.*$|d" ${lines}${lines}`,
    ],
    [
      'beside a line of 200 000 characters',
      () => `#${'x'.repeat(200_000)}\n${lines}${own}\n`,
      () => `#${'x'.repeat(200_000)}\n${lines}`,
    ],
  ])('%s', async (_name, before, after) => {
    await put(before());
    await server.exec(`chmod 640 ${FILE} && chown root:adm ${FILE}`);
    expect(await leave()).toEqual(left);
    expect(await bytes()).toBe(after());
    expect(await stat()).toBe('640 root:adm');
    expect((await server.exec('ls -A /root/.ssh')).stdout).not.toContain('milepost');
    await server.exec(`chmod 600 ${FILE} && chown root:root ${FILE}`);
  });

  test('where the file is a symbolic link: the link stays, and its target is rewritten', async () => {
    await put(`${lines}${own}\n`);
    await server.exec(`mkdir -m 700 /root/keys && mv ${FILE} /root/keys/mine && ln -s ../keys/mine ${FILE}`);
    expect(await leave()).toEqual(left);
    expect((await server.exec(`readlink ${FILE}`)).stdout).toBe('../keys/mine');
    expect(await bytes('/root/keys/mine')).toBe(lines);
    await server.exec(`rm ${FILE} && mv /root/keys/mine ${FILE} && rmdir /root/keys`);
  });
});

describe('the removal of the key is refused with a sentence', () => {
  test('where its line was edited: it is left to a person', async () => {
    const edited = `${lines}from="10.0.0.0/8" ${own}\n`;
    await put(edited);
    expect(await leave()).toMatchObject({
      kind: 'refused',
      problem: {
        code: 'command_failed',
        printed: expect.stringContaining('was edited: remove it by hand') as string,
      },
    });
    expect(await bytes()).toBe(edited);
  });

  test('where the key is not accepted any more', async () => {
    await put(lines);
    expect(await leave()).toMatchObject({ kind: 'refused', code: 'authentication_refused' });
    await put(`${lines}${own}\n`);
  });

  test('while an operation is open', async () => {
    const open = await harness.submit({
      serverId,
      plan: plan([milestone('one', [heldState('one')])]),
    });
    expect(await leave()).toMatchObject({ kind: 'refused', code: 'operation_open' });
    expect(await bytes()).toContain(own);
    await server.exec('touch /root/flag');
    expect(await harness.ended(open, 60)).toMatchObject({ status: 'completed' });
  });
});

describe('the files of Milepost are removed with its key', () => {
  const paths = '/var/lib/milepost /var/lib/milepost-files /run/milepost /run/milepost-apt-lists';
  const files = async () => (await server.exec(`ls -d ${paths} 2>/dev/null`)).stdout.trim();

  test('not while one of its commands still runs', async () => {
    await put(`${lines}${own}\n`);
    await server.exec(`systemd-run --quiet --unit='milepost-op:one.first:1' sleep 300`);
    expect(await leave()).toMatchObject({
      kind: 'refused',
      problem: { code: 'command_failed', printed: 'A command of Milepost is still running on it.' },
    });
    expect(await bytes()).toContain(own);
    expect(await files()).toContain('/var/lib/milepost');
    await server.exec(`systemctl stop 'milepost-op:one.first:1'`);
  });

  test('not where another Milepost uses them, which is said', async () => {
    const { publicKey: another } = generateKeyPair('milepost-00000000-0000-4000-8000-000000000000');
    await put(`${lines}${another}\n${own}\n`);
    expect(await leave()).toEqual({
      kind: 'clean_up',
      leftovers: ['/var/lib/milepost (another Milepost has a key on this server)'],
    });
    expect(await files()).toContain('/var/lib/milepost');
  });

  test('all of them; what somebody else has put there and the copies of original files stay and are named', async () => {
    await put(`${lines}${own}\n`);
    const copy = '/etc/site.conf.before-milepost';
    await server.exec(
      `touch /var/lib/milepost/notes.txt ${copy}; mkdir /var/lib/milepost-files; ` +
        `printf 'path /etc/site.conf\\ncopy 644 root:root 600 ${copy}\\n' >/var/lib/milepost-files/record`,
    );
    expect(await leave()).toEqual({ kind: 'clean_up', leftovers: [copy, '/var/lib/milepost/notes.txt'] });
    expect(await bytes()).toBe(lines);
    expect(await files()).toBe('/var/lib/milepost');
    await put(`${lines}${own}\n`);
    await server.exec(`rm /var/lib/milepost/notes.txt ${copy}`);
    expect(await leave()).toEqual(left);
    expect(await files()).toBe('');
  });
});
