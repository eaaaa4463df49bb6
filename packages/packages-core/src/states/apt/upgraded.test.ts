import { describe, expect, test } from 'vitest';
import { fakePackages } from '../../dsl/testing/fake-packages';
import { runState } from '../../dsl/testing/run-state';
import { testFolder } from '../../dsl/testing/test-folder';
import type { State } from '../../dsl/state';
import { updated } from './packages';
import { ofSeries } from './series';
import { updatable, upgraded } from './upgraded';

const folder = testFolder();

/** What apt offers: `candidate` is read by `apt-cache policy`, `offered` by `apt-cache madison`. */
interface Offers {
  installed?: string;
  candidate?: string;
  offered?: string[];
  /** Lines that a simulation prints. */
  simulated?: string[];
  held?: string;
}

async function server({ installed = '1.0', candidate = '2.0', offered = ['2.0'], simulated, held }: Offers) {
  const lines = simulated ?? [
    `Inst nginx [${installed}] (${candidate} Debian:12/stable [amd64])`,
    `Inst nginx-core (${candidate} Debian:12/stable [amd64])`,
  ];
  const madison = offered
    .map((version) => `echo 'nginx |      ${version} | http://mirror bookworm/main'`)
    .join('\n');
  return fakePackages(folder.home, {
    packages: { nginx: { status: 'installed', version: installed } },
    programs: {
      'apt-cache': `case $1 in
        policy) printf 'nginx:\\n  Installed: %s\\n  Candidate: %s\\n' ${installed} ${candidate} ;;
        madison) ${madison || ':'} ;;
      esac`,
      'apt-get': `case " $* " in
        *' -s '*) ${lines.map((line) => `echo '${line}'`).join('; ') || ':'} ;;
        *) echo "apt-get $*" | sed 's/ -[^ ]* *[^ ]*::[^ ]*//g; s/ -[qy]//g' >>"$HOME_OF_TEST/calls" ;;
      esac`,
      ...(held !== undefined && {
        'dpkg-query': `case "$*" in *Status-Want*) echo 'hold nginx' ;; *) echo 'installed ok nginx' ;; esac`,
      }),
    },
  });
}

const on = async (state: State, offers: Offers, captured?: string) => {
  const fake = await server(offers);
  return {
    ...runState(state, { shell: captured === undefined ? fake.shell : await fake.shellAfter(captured) }),
    ...fake,
  };
};
const nginx = upgraded(['nginx']);

describe('upgraded', () => {
  test.each([
    { installed: '1.0', candidate: '2.0', code: 1 },
    { installed: '2.0', candidate: '2.0', code: 0 },
  ])(
    'has a check that exits with $code for $installed where $candidate is offered',
    async ({ code, ...offers }) => {
      expect(await (await on(nginx, offers)).check()).toBe(code);
    },
  );

  test('does not hold of a package that is not installed', async () => {
    expect(await (await on(upgraded(['curl']), {})).check()).toBe(1);
    expect(await (await on(upgraded(['curl']), {})).apply()).toEqual({
      exitCode: 4,
      output:
        'Not all of these packages are installed, so they cannot be updated: curl. Install them first.\n',
    });
  });

  test('is applied by apt, which installs nothing that is not there', async () => {
    const state = await on(nginx, {});
    expect((await state.apply()).exitCode).toBe(0);
    expect((await state.calls()).join('\n')).toMatch(/--only-upgrade install nginx$/);
  });

  test('captures the versions that it changes', async () => {
    expect(await (await on(nginx, {})).capture()).toBe('nginx 1.0 2.0\nnginx-core - 2.0\n');
  });
});

describe('the undo of upgraded', () => {
  const captured = 'nginx 1.0 2.0\nnginx-core - 2.0\n';

  test('puts the former version back where apt still offers it', async () => {
    const state = await on(nginx, { installed: '2.0', offered: ['2.0', '1.0'] }, captured);
    expect(await state.undo()).toEqual({ exitCode: 0, output: 'Installed again: nginx=1.0.\n' });
    expect((await state.calls()).join('\n')).toMatch(/--allow-downgrades .*install nginx=1.0$/);
  });

  test('says so where it does not, and changes nothing', async () => {
    const state = await on(nginx, { installed: '2.0', offered: ['2.0'] }, captured);
    expect(await state.undo()).toEqual({
      exitCode: 0,
      output: 'These versions are no longer offered, so the new ones stay: nginx=1.0.\n',
    });
    expect(await state.calls()).toEqual([]);
  });

  test('leaves alone what was not changed yet', async () => {
    const state = await on(nginx, { installed: '1.0', offered: ['1.0'] }, captured);
    expect(await state.undo()).toEqual({ exitCode: 0, output: '' });
    expect(await state.calls()).toEqual([]);
  });
});

describe('a series', () => {
  test.each([
    { installed: '1.22.1-9', series: '1.22', code: 0 },
    { installed: '1:22.3', series: '22', code: 0 },
    { installed: '22', series: '22', code: 0 },
    { installed: '22~rc1', series: '22', code: 0 },
    { installed: '220.1', series: '22', code: 1 },
    { installed: '1.22.1', series: '22', code: 1 },
  ])(
    '$installed is of the series $series: the check exits with $code',
    async ({ installed, series, code }) => {
      expect(await (await on(ofSeries('nginx', series), { installed })).check()).toBe(code);
    },
  );

  test('is reached where apt offers it', async () => {
    const state = await on(ofSeries('nginx', '2'), {});
    expect((await state.apply()).exitCode).toBe(0);
    expect((await state.calls()).join('\n')).toMatch(/--only-upgrade install nginx$/);
    expect(await state.capture()).toBe('nginx 1.0 -\n');
  });

  test('is not taken for another that apt offers', async () => {
    const state = await on(ofSeries('nginx', '3'), {});
    const { exitCode, output } = await state.apply();
    expect(exitCode).toBe(4);
    expect(output).toContain('The version of nginx that apt would install is 2.0, not one of 3.\n');
    expect((await state.calls()).join('\n')).not.toContain('install');
  });

  test('is numbers', () => {
    expect(() => ofSeries('nginx', '2; id')).toThrow('Not a series of versions');
  });
});

describe('updatable', () => {
  test('is a package for which nothing is removed', async () => {
    expect(await (await on(updatable(['nginx']), {})).check()).toBe(0);
    const removing = await on(updatable(['nginx']), { simulated: ['Remv apache2'] });
    expect(await removing.check()).toBe(1);
    expect((await removing.findings())[0]?.sentence).toMatch(/^Would be removed to install nginx, .*apache2/);
  });

  test('is no package on hold', async () => {
    const state = await on(updatable(['nginx']), { held: 'nginx' });
    expect((await state.findings())[0]?.sentence).toMatch(/^On hold: nginx\. /);
  });
});

test('package lists for an update are needed although all packages are installed', () => {
  const [once, always] = [false, true].map((needed) => updated({ packages: ['nginx'], always: needed }));
  expect(once?.check?.script).toContain('mp_all_installed nginx ||');
  expect(always?.check?.script).toBe('mp_lists_are_fresh nginx');
});
