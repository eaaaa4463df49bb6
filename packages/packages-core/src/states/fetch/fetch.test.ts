import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { shellWith } from '../../dsl/testing/fake-commands';
import { localShell } from '../../dsl/testing/local-shell';
import { runState } from '../../dsl/testing/run-state';
import { modeOf, testFolder } from '../../dsl/testing/test-folder';
import { expectThereAndBack } from '../../dsl/testing/there-and-back';
import { extracted } from './archive';
import { download } from './download';

const folder = testFolder();
const at = (...names: string[]) => join(folder.home, ...names);
const local = (captured = '') => ({ shell: localShell({ captured }) });

describe('download', () => {
  const sha256 = createHash('sha256').update('the file\n').digest('hex');
  const state = () =>
    download('https://example.org/file', { sha256, to: at('it'), mode: '0755', owner: folder.owner });
  const shell = (body: string) => (captured: string) => shellWith(folder.home, { curl: body }, { captured });

  test.each([null, 'former'])('a file is there, over %s, and undone', async (former) => {
    if (former) await writeFile(at('it'), former);
    await expectThereAndBack(state(), {
      shell: shell('echo the file'),
      between: async () => {
        expect(await readFile(at('it'), 'utf8')).toBe('the file\n');
        expect(await modeOf(at('it'))).toBe('755');
      },
    });
    expect(await readFile(at('it'), 'utf8').catch(() => null)).toBe(former);
  });

  test.each([
    ['another file', 'echo "<html>moved"', /has the SHA-256 [0-9a-f]{64}, not .* first line: <html>moved/],
    ['nothing', 'echo "curl: (6) Could not resolve host" >&2; exit 6', /Could not resolve host/],
  ])('%s is not kept', async (_what, body, said) => {
    const { exitCode, output } = await runState(state(), { shell: await shell(body)('') }).apply();
    expect(exitCode).not.toBe(0);
    expect(output).toMatch(said);
    expect((await readdir(folder.home)).filter((name) => name !== 'bin')).toEqual([]);
  });

  test.each(['ftp://x/y', 'https://x/$(id)"', 'file:///etc/shadow'])('%s is no URL', (url) => {
    expect(() => download(url, { sha256, to: '/opt/x' })).toThrow('Not a URL');
  });
});

describe('extracted', () => {
  beforeEach(async () => {
    await mkdir(at('app-1/bin'), { recursive: true });
    await writeFile(at('app-1/bin/app'), 'app', { mode: 0o755 });
    await writeFile(at('app-1/README'), '');
    execFileSync('tar', ['-C', folder.home, '-czf', at('app.tar.gz'), 'app-1']);
    execFileSync('tar', ['-C', folder.home, '-cf', at('other.tar'), 'app-1']);
  });
  const state = (strip = 1, archive = 'app.tar.gz') =>
    extracted(at(archive), { to: at('app'), strip, owner: folder.owner });

  test.each([
    { strip: 0, found: ['app-1', 'app-1/README', 'app-1/bin', 'app-1/bin/app'] },
    { strip: 1, found: ['README', 'bin', 'bin/app'] },
  ])('an archive without $strip directories is there and gone', async ({ strip, found }) => {
    await expectThereAndBack(state(strip), {
      between: async () => expect((await readdir(at('app'), { recursive: true })).sort()).toEqual(found),
    });
    expect((await readdir(folder.home)).sort()).toEqual(['app-1', 'app.tar.gz', 'other.tar']);
  });

  test('a file that was changed since keeps the directory', async () => {
    const captured = await runState(state(), local()).capture();
    await runState(state(), local()).apply();
    await writeFile(at('app/data'), 'mine');
    expect((await runState(state(), local(captured)).undo()).output).toMatch(
      /was changed since: .*\/app stays\./,
    );
    expect(await readdir(at('app'))).toContain('data');
  });

  test.each(['other.tar', 'a stranger'])('a directory of %s is not touched', async (what) => {
    if (what === 'other.tar') await runState(state(1, what), local()).apply();
    else await mkdir(at('app'));
    expect(await runState(state(), local()).check()).toBe(1);
    expect(await runState(state(), local()).findings()).toMatchObject([{ kind: 'blocked' }]);
    expect(await runState(state(), local()).apply()).toMatchObject({ exitCode: 4 });
  });

  test('what is no archive leaves nothing', async () => {
    await writeFile(at('app.tar.gz'), 'nonsense');
    expect((await runState(state(), local()).apply()).exitCode).not.toBe(0);
    expect((await readdir(folder.home)).sort()).toEqual(['app-1', 'app.tar.gz', 'other.tar']);
  });
});
