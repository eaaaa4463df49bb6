import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseFindings } from '@milepost/contract/finding';
import { beforeEach, describe, expect, test } from 'vitest';
import { shellWith } from '../../dsl/testing/fake-commands';
import type { Shell } from '../../dsl/testing/local-shell';
import { compiled, runState } from '../../dsl/testing/run-state';
import { testFolder } from '../../dsl/testing/test-folder';
import { expectThereAndBack } from '../../dsl/testing/there-and-back';
import { modulesDisabled, modulesEnabled, mpm, mpmPossible } from './modules';

const folder = testFolder();
const at = (path: string) => join(folder.home, 'apache2', path);

/** Enables a module with what it depends on, and refuses two MPMs, as Debian's a2enmod does. */
const A2ENMOD = String.raw`
enable() {
  for name; do
    case $name in
      mpm_*) if ls "$HOME_OF_TEST"/apache2/mods-enabled/mpm_* >/dev/null 2>&1; then echo "conflicts" >&2; exit 1; fi ;;
    esac
    ln -sfn "../mods-available/$name.load" "$HOME_OF_TEST/apache2/mods-enabled/$name.load"
    enable $(sed -n 's/^# Depends: //p' "$HOME_OF_TEST/apache2/mods-available/$name.load")
  done
}
shift; enable "$@"`;
const A2DISMOD = String.raw`
shift; force=''
if [ "$1" = -f ]; then force=1; shift; fi
for name; do
  if [ -z "$force" ] && grep -qsE "^# Depends:.* $name( |$)" "$HOME_OF_TEST"/apache2/mods-enabled/*.load; then echo "others depend on $name" >&2; exit 1; fi
  rm -f "$HOME_OF_TEST/apache2/mods-enabled/$name.load"
done`;

async function shell(captured = ''): Promise<Shell> {
  const fakes = await shellWith(folder.home, { a2enmod: A2ENMOD, a2dismod: A2DISMOD }, { captured });
  const here = `mp_apache_modules=${at('mods-enabled')}\nmp_apache_modules_available=${at('mods-available')}\n`;
  return (script, secrets) => fakes(`${here}${script}`, secrets);
}
const enabled = async () =>
  (await readdir(at('mods-enabled'))).map((name) => name.replace('.load', '')).sort();
const enable = async (...names: string[]) => {
  const { exitCode } = await (await shell())(`a2enmod -q ${names.join(' ')}`, {});
  expect(exitCode).toBe(0);
};

beforeEach(async () => {
  await mkdir(at('mods-available'), { recursive: true });
  await mkdir(at('mods-enabled'), { recursive: true });
  const depends = {
    ssl: 'setenvif mime',
    proxy: '',
    proxy_http: 'proxy',
    lbmethod: 'balancer',
    balancer: 'proxy slots',
  };
  const others = ['setenvif', 'mime', 'slots', 'rewrite', 'mpm_event', 'mpm_prefork'];
  const all = { ...depends, php: 'mpm_prefork', ...Object.fromEntries(others.map((name) => [name, ''])) };
  for (const [name, on] of Object.entries(all))
    await writeFile(
      at(`mods-available/${name}.load`),
      `${on ? `# Depends: ${on}\n` : ''}LoadModule ${name}\n`,
    );
});

describe('modules', () => {
  test('are enabled with what they depend on; the undo leaves what was enabled before', async () => {
    await enable('mime', 'rewrite');
    await expectThereAndBack(modulesEnabled(['ssl', 'lbmethod', 'rewrite']), {
      shell,
      between: async () =>
        expect(await enabled()).toEqual([
          'balancer',
          'lbmethod',
          'mime',
          'proxy',
          'rewrite',
          'setenvif',
          'slots',
          'ssl',
        ]),
    });
    expect(await enabled()).toEqual(['mime', 'rewrite']);
  });

  test('are disabled in the order in which they can be, and enabled again by the undo', async () => {
    await enable('proxy_http', 'rewrite');
    await expectThereAndBack(modulesDisabled(['proxy', 'proxy_http', 'ssl']), {
      shell,
      between: async () => expect(await enabled()).toEqual(['rewrite']),
    });
    expect(await enabled()).toEqual(['proxy', 'proxy_http', 'rewrite']);
  });

  test('stay where another one depends on them, which is said', async () => {
    await enable('proxy_http', 'rewrite');
    const state = runState(modulesDisabled(['proxy', 'rewrite']), { shell: await shell() });
    expect(await state.check()).toBe(1);
    expect(await state.apply()).toEqual({
      exitCode: 0,
      output: 'The module proxy stays enabled: proxy_http depends on it.\n',
    });
    expect([await state.check(), await enabled()]).toEqual([0, ['proxy', 'proxy_http']]);
  });

  test('with other names are a mistake of the definition', () => {
    expect(() => modulesEnabled(['rewrite;id'])).toThrow('Not a module of Apache: rewrite;id');
  });
});

describe('the MPM', () => {
  const say = async (state: Parameters<typeof compiled>[0]) => {
    const { output } = await (await shell())(compiled(state).preview!.script, {});
    return parseFindings(output).map(({ kind, sentence }) => `${kind}: ${sentence}`);
  };

  test('takes the place of another one, which the plan says, and the undo puts that back', async () => {
    await enable('mpm_event');
    expect(await say(mpm('prefork', { field: 'mpm' }))).toEqual([
      'changes: The MPM changes from event to prefork, and Apache is restarted.',
    ]);
    await expectThereAndBack(mpm('prefork', { field: 'mpm' }), {
      shell,
      between: async () => expect(await enabled()).toEqual(['mpm_prefork']),
    });
    expect(await enabled()).toEqual(['mpm_event']);
  });

  test('is no change on a fresh server, and put in order where two are enabled', async () => {
    expect(await say(mpm('event', { field: 'mpm' }))).toEqual([]);
    await enable('mpm_event');
    await rm(at('mods-available/mpm_prefork.load'));
    await writeFile(at('mods-enabled/mpm_prefork.load'), 'LoadModule x\n');
    const state = runState(mpm('event', { field: 'mpm' }), { shell: await shell() });
    expect(await state.check()).toBe(1);
    expect((await state.apply()).exitCode).toBe(0);
    expect([await state.check(), await enabled()]).toEqual([0, ['mpm_event']]);
  });

  test('is not replaced where a module works with that one alone', async () => {
    await enable('php');
    expect(await say(mpmPossible('event', { field: 'mpm' }))).toEqual([
      'blocked: The module php works with the MPM prefork alone: choose that, or disable the module (a2dismod php).',
    ]);
    expect(await say(mpmPossible('prefork', { field: 'mpm' }))).toEqual([]);
  });
});
