import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import type { State } from '../../dsl/state';
import { shellWith } from '../../dsl/testing/fake-commands';
import { localShell } from '../../dsl/testing/local-shell';
import { relocated } from '../../dsl/testing/relocated';
import { runState } from '../../dsl/testing/run-state';
import { testFolder } from '../../dsl/testing/test-folder';
import { expectThereAndBack, stateViolations } from '../../dsl/testing/there-and-back';
import { held, notHeld } from './held';
import { repository, repositoryAbsent } from './repository';
import type { Repository } from './repository';

const folder = testFolder();
const FINGERPRINT = '8396 EE5C 32DE A5D8 A9DC  5D06 F627 57F0 44F1 7346';
const ARMORED = `-----BEGIN PGP PUBLIC KEY BLOCK-----

mDMEaw2AEhYJKwYBBAHaRw8BAQdAf5bq/StzeXFQ1QOAKuXmONBEoJ3ONL/HeqpG
AjYeS6G0CXQgZWQyNTUxOYiQBBMWCAA4FiEEg5buXDLepdip3F0G9idX8ETxc0YF
AmsNgBICGwMFCwkIBwIGFQoJCAsCBBYCAwECHgECF4AACgkQ9idX8ETxc0YmmgD/
Zaz/QX+JVtjOAQUzF+KPZZJT+bUO9uiWMvusa9W501QBAMS/2qJo9Th3dhFdCsxg
pFEZfj1nP9ysT0kG0BUE2IsB
=YXD4
-----END PGP PUBLIC KEY BLOCK-----`;
const OPTIONS: Repository = {
  name: 'vendor-tools',
  uri: 'https://repo.example/debian',
  suite: 'bookworm',
  components: ['main', 'extra'],
  key: { armored: ARMORED, fingerprint: FINGERPRINT },
};

function shell(captured = '') {
  return relocated(localShell({ captured }), { '/etc/apt': folder.home, 'root:root': folder.owner });
}
beforeEach(async () => {
  for (const name of ['sources.list.d', 'keyrings', 'preferences.d']) await mkdir(join(folder.home, name));
});
const read = (name: string) => readFile(join(folder.home, name), 'utf8');
const files = async () =>
  (await readdir(folder.home, { recursive: true })).filter((name) => /\/vendor/.test(name)).sort();
const bringAbout = async (states: readonly State[]) => {
  for (const state of states) {
    const run = runState(state, { shell: shell() });
    if ((await run.check()) !== 0) expect(await run.apply()).toMatchObject({ exitCode: 0 });
    expect(await run.verify()).toBe(0);
  }
};

describe('repository', () => {
  test('is a note of its user, a key, a source and a pin, each there and back', async () => {
    const states = repository({ ...OPTIONS, pin: { packages: ['tools*'], priority: 600 } });
    expect(states).toHaveLength(4);
    for (const state of states) await expectThereAndBack(state, { shell });
    await bringAbout(states);
    expect(await files()).toEqual([
      'keyrings/vendor-tools.asc',
      'preferences.d/vendor-tools.pref',
      'sources.list.d/vendor-tools.sources',
    ]);
    expect(await read('sources.list.d/vendor-tools.sources')).toBe(
      `Types: deb\nURIs: https://repo.example/debian\nSuites: bookworm\nComponents: main extra\nSigned-By: ${folder.home}/keyrings/vendor-tools.asc\n`,
    );
    expect(await read('preferences.d/vendor-tools.pref')).toBe(
      'Package: tools*\nPin: origin "repo.example"\nPin-Priority: 600\n',
    );
    await bringAbout(repositoryAbsent(OPTIONS));
    expect(await files()).toEqual([]);
  });

  test('goes with its last user, and not before', async () => {
    await bringAbout(repository({ ...OPTIONS, usedBy: 'first' }));
    await bringAbout(repository({ ...OPTIONS, usedBy: 'second' }));
    await bringAbout(repositoryAbsent({ name: OPTIONS.name, usedBy: 'first' }));
    expect(await files()).toHaveLength(2);
    await bringAbout(repositoryAbsent({ name: OPTIONS.name, usedBy: 'second' }));
    expect(await files()).toEqual([]);
    expect(repositoryAbsent(OPTIONS).flatMap((state) => stateViolations(state))).toEqual([]);
  });

  test('is not added with a key of another fingerprint', async () => {
    const other = { ...OPTIONS.key, fingerprint: '0'.repeat(40) };
    const [, key] = repository({ ...OPTIONS, key: other });
    expect(await runState(key!, { shell: shell() }).apply()).toEqual({
      exitCode: 4,
      output: `The key's fingerprint is ${FINGERPRINT.replaceAll(' ', '')}, not ${'0'.repeat(40)}.\n`,
    });
    expect(await files()).toEqual([]);
  });

  test.each([
    ['vendor.list', 'deb [arch=amd64 signed-by=/x.gpg] https://repo.example/debian/ bookworm main\n', true],
    ['vendor.list', '# deb https://repo.example/debian bookworm main\n', false],
    ['vendor.list', 'deb https://repo.example/debian trixie main\n', false],
    ['v.sources', 'Types: deb\nURIs: https://repo.example/debian/\nSuites: trixie bookworm\n', true],
    ['v.sources', 'Types: deb\nURIs: https://repo.example/debian\nSuites: bookworm\nEnabled: no\n', false],
    [
      'v.sources',
      'URIs: https://repo.example/debian\nSuites: trixie\n\nURIs: https://b.example\nSuites: bookworm\n',
      false,
    ],
  ])('the file %s that says %j is in the way: %s', async (name, text, inTheWay) => {
    await writeFile(join(folder.home, 'sources.list.d', name), text);
    const [, , source] = repository(OPTIONS);
    const run = runState(source!, { shell: shell() });
    expect((await run.findings()).map(({ kind }) => kind)).toEqual(inTheWay ? ['blocked'] : []);
    expect((await run.apply()).exitCode).toBe(inTheWay ? 4 : 0);
  });

  test.each<Partial<Repository>>([
    { name: '../x' },
    { uri: 'https://repo.example/a b' },
    { suite: 'stable\nTrusted: yes' },
    { components: [] },
    { key: { armored: 'x', fingerprint: FINGERPRINT } },
    { key: { armored: ARMORED, fingerprint: 'abc' } },
  ])('%j is refused', (wrong) => {
    expect(() => repository({ ...OPTIONS, ...wrong })).toThrow(/^(Not|The)/);
  });
});

describe('held', () => {
  /** apt-mark with its holds in a file. */
  const APT_MARK = String.raw`
verb=$1; shift; touch "$HOME_OF_TEST/holds"
case $verb in
  showhold) if [ "$#" = 0 ]; then cat "$HOME_OF_TEST/holds"; else for each; do grep -x "$each" "$HOME_OF_TEST/holds"; done; fi; exit 0 ;;
  hold) printf '%s\n' "$@" >>"$HOME_OF_TEST/holds"; sort -uo "$HOME_OF_TEST/holds" "$HOME_OF_TEST/holds" ;;
  unhold) for each; do sed -i "/^$each\$/d" "$HOME_OF_TEST/holds"; done ;;
esac`;
  const marks = (captured = '') => shellWith(folder.home, { 'apt-mark': APT_MARK }, { captured });

  test.each(['', 'a\n', 'x\n'])(
    'packages are put on hold over %j, and the rest is as before',
    async (former) => {
      await writeFile(join(folder.home, 'holds'), former);
      await expectThereAndBack(held(['a', 'bb'].map((name) => `${name}${name}`)), { shell: marks });
      expect(await read('holds')).toBe(former);
    },
  );

  test('a hold is taken off and put back', async () => {
    await writeFile(join(folder.home, 'holds'), 'nginx\n');
    await expectThereAndBack(notHeld(['nginx', 'other']), {
      shell: marks,
      between: async () => expect(await read('holds')).toBe(''),
    });
    expect(await read('holds')).toBe('nginx\n');
  });
});
