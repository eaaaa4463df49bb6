import { expect, test } from 'vitest';
import type { State } from '../../dsl/state';
import { fakePackages } from '../../dsl/testing/fake-packages';
import { runState } from '../../dsl/testing/run-state';
import { testFolder } from '../../dsl/testing/test-folder';
import { installed, removed } from './packages';
import { upgraded } from './upgraded';

const folder = testFolder();
const nginx = installed(['nginx']);

interface Apt {
  /** What a simulation prints, and how it exits. */
  simulated: string;
  exitCode?: number;
  /** What is downloaded; null where apt refuses to say. */
  uris?: string | null;
}

const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

async function observe(state: State, { simulated, exitCode = 0, uris = '' }: Apt) {
  const fake = await fakePackages(folder.home, {
    packages: {
      nginx: { status: 'installed', version: '1.22.1-9' },
      'nginx-common': { status: 'config-files', version: '1.22.0-1' },
    },
    programs: {
      'apt-get': `[ "$LC_ALL" = C ] || exit 9
        case " $* " in
          *' --print-uris '*) ${uris === null ? 'exit 100' : `printf %s ${quoted(uris)}`} ;;
          *' -s '*) printf %s ${quoted(simulated)}; exit ${exitCode} ;;
          *) echo "$@" >>"$HOME_OF_TEST/calls" ;;
        esac`,
    },
  });
  const before = await fake.read();
  const observations = await runState(state, { shell: fake.shell }).observations();
  expect(await fake.calls()).toEqual([]);
  expect(await fake.read()).toEqual(before);
  return observations;
}

const INSTALL = `Reading package lists...
The following NEW packages will be installed:
  nginx nginx-common
Inst nginx-common (1.22.1-9+deb12u2 Debian:12.9/stable, Debian-Security:12/stable-security [all])
Inst libxml2:i386 (2:2.3.3~rc1-9 Debian:12.9/stable [i386]) [nginx:amd64 ]
Inst nginx (1.22.1-9+deb12u2 Debian-Security:12/stable-security [amd64]) []
Conf nginx (1.22.1-9+deb12u2 Debian-Security:12/stable-security [amd64])
`;
const URIS = `'http://m/nginx-common_1.22.1-9%2bdeb12u2_all.deb' nginx-common_1.22.1-9+deb12u2_all.deb 112652 SHA256:ab
'http://m/nginx_1.22.1-9%2bdeb12u2_amd64.deb' nginx_1.22.1-9+deb12u2_amd64.deb 527812 SHA256:cd
`;
const packageOf = (name: string, versions: [string | null, string | null], downloadBytes: number | null) => ({
  kind: 'package' as const,
  ...{ name, from: versions[0], to: versions[1], downloadBytes },
});

test('an install is observed with versions and sizes; what apt has downloaded already costs nothing', async () => {
  expect(await observe(nginx, { simulated: INSTALL, uris: URIS })).toEqual([
    packageOf('nginx', [null, '1.22.1-9+deb12u2'], 527812),
    packageOf('libxml2:i386', [null, '2:2.3.3~rc1-9'], 0),
    packageOf('nginx-common', [null, '1.22.1-9+deb12u2'], 112652),
  ]);
});

test('sizes are left out where apt does not say them', async () => {
  const observations = await observe(nginx, { simulated: INSTALL, uris: null });
  expect(observations).toContainEqual(packageOf('nginx', [null, '1.22.1-9+deb12u2'], null));
});

test('an install that replaces and removes others is observed with them', async () => {
  const simulated = `Remv apache2 [2.4.57-2]\nInst nginx [1.22.1-9] (1.22.1-9+deb12u2 Debian:12/stable [amd64])\n`;
  expect(await observe(nginx, { simulated })).toEqual([
    packageOf('nginx', ['1.22.1-9', '1.22.1-9+deb12u2'], 0),
    packageOf('apache2', ['2.4.57-2', null], 0),
  ]);
});

test('an update is observed with the version before and after', async () => {
  const simulated = `Inst nginx [1.22.1-9] (1.22.1-9+deb12u2 Debian:12/stable [amd64])\n`;
  expect(await observe(upgraded(['nginx']), { simulated, uris: URIS })).toEqual([
    packageOf('nginx', ['1.22.1-9', '1.22.1-9+deb12u2'], 527812),
  ]);
});

test('a removal is observed with the versions that go, also where only configuration is left', async () => {
  const purged = removed(['nginx', 'nginx-*'], { purge: true, destructive: 'All of it.' });
  const simulated = 'Purg nginx [1.22.1-9]\nPurg nginx-common\n';
  expect(await observe(purged, { simulated })).toEqual([
    packageOf('nginx', ['1.22.1-9', null], 0),
    packageOf('nginx-common', ['1.22.0-1', null], 0),
  ]);
});

test.each([
  ['apt cannot tell', nginx, { simulated: 'E: Unmet dependencies.\n', exitCode: 100 }],
  ['nothing is there to be removed', removed(['redis'], { purge: false }), { simulated: 'Remv other [1]\n' }],
  ['nothing changes', nginx, { simulated: 'nginx is already the newest version (1.22.1-9).\n' }],
])('nothing is observed where %s', async (_what, state, apt) => {
  expect(await observe(state, apt)).toEqual([]);
});
