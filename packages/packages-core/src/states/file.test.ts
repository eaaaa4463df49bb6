import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Secret } from '../dsl/secret';
import { doubleQuoted, text } from '../dsl/text';
import { localShell } from '../dsl/testing/local-shell';
import { trial } from '../dsl/testing/try-state';
import * as file from './file';

const shell = localShell();
let home = '';
/** Whoever runs the tests. */
let owner = '';

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'milepost-file-'));
  owner = (await shell(`stat -c %U:%G ${home}`, {})).output.trim();
});
afterEach(() => rm(home, { recursive: true }));

const read = (name: string) => readFile(join(home, name), 'utf8');
const modeOf = async (path: string) => ((await stat(path)).mode & 0o7777).toString(8);

describe('content', () => {
  const wanted = 'one\n  two “ü” $HOME\n';
  const wantedFile = () => trial(file.content(join(home, 'it is.conf'), wanted, { owner }), { shell });

  test('is written where there was nothing, with mode and owner, and is then true', async () => {
    const state = wantedFile();
    expect(await state.check()).toBe(1);
    expect((await state.apply()).exitCode).toBe(0);
    expect(await state.check()).toBe(0);
    expect(await read('it is.conf')).toBe(wanted);
    expect(await modeOf(join(home, 'it is.conf'))).toBe('644');
    expect(await readdir(home)).toEqual(['it is.conf']);
  });

  test.each(['one\n', 'one\n  two “ü” $HOME', `${'one\n  two “ü” $HOME\n'}x`, ''])(
    'is not true with %j',
    async (former) => {
      await writeFile(join(home, 'it is.conf'), former);
      const state = wantedFile();
      expect(await state.check()).toBe(1);
      await state.apply();
      expect(await state.check()).toBe(0);
    },
  );

  test('is not true with another mode, and keeps the mode it is given', async () => {
    const path = join(home, 'private');
    const state = trial(file.content(path, wanted, { owner, mode: '0600' }), { shell });
    await state.apply();
    expect(await modeOf(path)).toBe('600');
    await chmod(path, 0o644);
    expect(await state.check()).toBe(1);
  });

  test('a copy that was cut off is removed by the next try', async () => {
    await writeFile(join(home, '.milepost-it is.conf.abcdef'), 'half a fi');
    await wantedFile().apply();
    expect(await readdir(home)).toEqual(['it is.conf']);
  });

  test('what cannot be written leaves the former file whole', async () => {
    await writeFile(join(home, 'it is.conf'), 'former');
    const state = trial(
      file.content(join(home, 'it is.conf'), wanted, { owner: 'nobody-of-this-name:none' }),
      { shell },
    );
    expect((await state.apply()).exitCode).toBe(1);
    expect(await read('it is.conf')).toBe('former');
    expect(await readdir(home)).toEqual(['it is.conf']);
  });

  test('comes back as it was', async () => {
    const path = join(home, 'it is.conf');
    await writeFile(path, 'former\n', { mode: 0o640 });
    const kept = await wantedFile().capture();
    await wantedFile().apply();
    const back = trial(file.content(path, wanted, { owner }), { shell: localShell({ captured: kept }) });
    expect((await back.undo()).exitCode).toBe(0);
    expect(await read('it is.conf')).toBe('former\n');
    expect(await modeOf(path)).toBe('640');
  });

  test('goes again where there was nothing', async () => {
    const kept = await wantedFile().capture();
    await wantedFile().apply();
    const back = trial(file.content(join(home, 'it is.conf'), wanted, { owner }), {
      shell: localShell({ captured: kept }),
    });
    await back.undo();
    expect(await readdir(home)).toEqual([]);
  });

  test('a large former file is not kept, and says so', async () => {
    await writeFile(join(home, 'it is.conf'), 'x'.repeat(70_000));
    const kept = await wantedFile().capture();
    expect(kept).toMatch(/^large [0-9a-f]{64}/);
    const back = trial(file.content(join(home, 'it is.conf'), wanted, { owner }), {
      shell: localShell({ captured: kept }),
    });
    expect(await back.undo()).toEqual({ exitCode: 0, output: '' });
    await wantedFile().apply();
    expect(await back.undo()).toMatchObject({
      exitCode: 0,
      output: expect.stringContaining('too large') as string,
    });
  });

  test.each(['relative', '/', '/etc/', '/etc/../passwd', '/a\nb'])('the path %j is refused', (path) => {
    expect(() => file.content(path, 'x')).toThrow('absolute path');
  });
});

describe('content with a secret', () => {
  const VALUE = 'correct"horse\\battery$staple';
  const secrets = { password: VALUE };
  const state = (captured = '') =>
    trial(
      file.content(join(home, 'redis.conf'), text`requirepass ${doubleQuoted(new Secret('password'))}`, {
        owner,
        mode: '0640',
      }),
      {
        shell: localShell({ captured }),
        secrets,
      },
    );

  test('is written, and true only for that secret', async () => {
    expect(await state().check()).toBe(1);
    await state().apply();
    expect(await read('redis.conf')).toBe('requirepass "correct\\"horse\\\\battery$staple"\n');
    expect(await state().check()).toBe(0);
    await writeFile(join(home, 'redis.conf'), 'requirepass "another"\n', { mode: 0o640 });
    expect(await state().check()).toBe(1);
  });

  test('is neither printed nor kept, for the former file may hold a secret too', async () => {
    await writeFile(join(home, 'redis.conf'), 'requirepass former\n');
    const kept = await state().capture();
    expect(kept).toMatch(/^present \d+ \d+\n$/);
    expect(await state(kept).undo()).toEqual({ exitCode: 0, output: '' });
    expect((await state().apply()).output).toBe('');
    expect(await state(kept).undo()).toMatchObject({
      exitCode: 0,
      output: expect.stringContaining('not put back') as string,
    });
    await state('absent\n').undo();
    expect(await readdir(home)).toEqual([]);
  });

  test('is in no argument and no environment of any program that runs', async () => {
    const watched = await watchedPath();
    const secretState = trial(
      file.content(join(home, 'redis.conf'), text`requirepass ${doubleQuoted(new Secret('password'))}`, {
        owner,
      }),
      { shell: localShell({ path: watched.path }), secrets },
    );
    await secretState.check();
    await secretState.apply();
    await secretState.verify();
    const seen = await watched.seen();
    // The oracle works: these ran, and were seen.
    expect(seen).toMatch(/^base64 -d$/m);
    expect(seen).toMatch(/^mv -f /m);
    expect(seen).toMatch(/^MP_SECRETS=/m);
    for (const form of [VALUE, 'correct', Buffer.from(VALUE).toString('base64')])
      expect(seen).not.toContain(form);
  });

  /** A PATH of wrappers that write down how they were called, and then are the program. */
  async function watchedPath(): Promise<{ path: string; seen: () => Promise<string> }> {
    const path = join(home, '.bin');
    const log = join(home, '.log');
    await mkdir(path);
    await writeFile(log, '');
    for (const program of [
      'base64',
      'sed',
      'cmp',
      'stat',
      'mktemp',
      'chown',
      'chmod',
      'sync',
      'mv',
      'rm',
      'cat',
      'grep',
      'cp',
    ]) {
      const wrapper = `#!/bin/sh\n{ printf '%s\\n' "${program} $*"; env; } >>${log}\nPATH=\${PATH#*:} exec ${program} "$@"\n`;
      await writeFile(join(path, program), wrapper, { mode: 0o755 });
    }
    return { path, seen: () => readFile(log, 'utf8') };
  }
});

describe('content that keeps what was there before', () => {
  const MARK = '<!-- ours -->';
  const page = (body: string) =>
    file.content(join(home, 'index.html'), `${body}\n${MARK}\n`, { owner, keepUnless: MARK });
  const back = () => trial(file.restored(join(home, 'index.html'), { keepUnless: MARK }), { shell });

  test('a stranger’s file is kept beside it and put back', async () => {
    await writeFile(join(home, 'index.html'), 'mine\n');
    expect((await trial(page('a'), { shell }).apply()).output).toContain('is kept as');
    await trial(page('b'), { shell }).apply();
    expect(await read('index.html.before-milepost')).toBe('mine\n');
    expect(await read('index.html')).toContain('b\n');
    expect(await back().check()).toBe(1);
    await back().apply();
    expect(await back().check()).toBe(0);
    expect(await readdir(home)).toEqual(['index.html']);
    expect(await read('index.html')).toBe('mine\n');
  });

  test('our own is not kept, and is removed', async () => {
    await trial(page('a'), { shell }).apply();
    await trial(page('b'), { shell }).apply();
    expect(await readdir(home)).toEqual(['index.html']);
    await back().apply();
    expect(await readdir(home)).toEqual([]);
    expect(await back().check()).toBe(0);
  });

  test('a stranger’s file that we never replaced stays', async () => {
    await writeFile(join(home, 'index.html'), 'mine\n');
    expect(await back().check()).toBe(0);
  });
});

describe('a line', () => {
  const like = '^[[:space:]]*worker_connections[[:space:]]';
  const state = (captured = '') =>
    trial(file.line(join(home, 'nginx.conf'), { like, be: '\tworker_connections 1024;' }), {
      shell: localShell({ captured }),
    });
  const write = (body: string) => writeFile(join(home, 'nginx.conf'), body, { mode: 0o640 });

  test('is replaced, and nothing else', async () => {
    await write('events {\n\tworker_connections 768;\n\t# worker_connections 1;\n}\n');
    expect(await state().check()).toBe(1);
    expect((await state().apply()).exitCode).toBe(0);
    expect(await read('nginx.conf')).toBe(
      'events {\n\tworker_connections 1024;\n\t# worker_connections 1;\n}\n',
    );
    expect(await modeOf(join(home, 'nginx.conf'))).toBe('640');
    expect(await state().check()).toBe(0);
  });

  test.each(['worker_connections 1;\nlast', 'first\nworker_connections 1;', 'worker_connections 1;'])(
    'in %j',
    async (body) => {
      await write(body);
      await state().apply();
      expect(await read('nginx.conf')).toMatch(/^(first\n)?\tworker_connections 1024;\n(last)?$/);
    },
  );

  test.each(['', 'worker_connections 1;\nworker_connections 2;\n'])(
    '%j is left alone, and told',
    async (body) => {
      await write(body);
      expect(await state().check()).toBe(1);
      expect(await state().apply()).toMatchObject({
        exitCode: 4,
        output: expect.stringContaining('Expected one line') as string,
      });
      expect(await read('nginx.conf')).toBe(body);
    },
  );

  test('is not true where there is no file yet', async () => {
    expect(await state().check()).toBe(1);
  });

  test('comes back as it was', async () => {
    await write('worker_connections 1;\n');
    const kept = await state().capture();
    await state().apply();
    await state(kept).undo();
    expect(await read('nginx.conf')).toBe('worker_connections 1;\n');
  });
});

describe('absent', () => {
  test.each(['file', 'directory', 'dangling link'])('a %s goes', async (kind) => {
    const path = join(home, 'it');
    const state = trial(file.absent(path), { shell });
    expect(await state.check()).toBe(0);
    if (kind === 'file') await writeFile(path, '');
    else if (kind === 'directory') await mkdir(join(path, 'deep'), { recursive: true });
    else await symlink(join(home, 'nowhere'), path);
    expect(await state.check()).toBe(1);
    await state.apply();
    expect(await state.check()).toBe(0);
    expect(await readdir(home)).toEqual([]);
  });

  test.each(['/etc', '/var/lib'])('%s is too near to the root', (path) => {
    expect(() => file.absent(path)).toThrow('Too near');
  });
});

test('a directory is made with its mode', async () => {
  const path = join(home, 'a', 'b');
  const state = trial(file.directory(path, { owner, mode: '0750' }), { shell });
  expect(await state.check()).toBe(1);
  expect((await state.apply()).exitCode).toBe(0);
  expect(await state.check()).toBe(0);
  expect(await modeOf(path)).toBe('750');
});
