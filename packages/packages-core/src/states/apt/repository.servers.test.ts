import { makeRepository, SAMPLE_PACKAGE } from '@milepost/lab/apt-repository';
import type { LabRepository } from '@milepost/lab/apt-repository';
import { openLab } from '@milepost/lab/lab';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { withLibraries } from '../../dsl/plan/libraries';
import { StateHarness } from '../../dsl/testing/state-harness';
import { compiled } from '../../dsl/testing/run-state';
import { parseObservations } from '@milepost/contract/observation';
import { held } from './held';
import { installed, updated } from './packages';
import { repository, repositoryAbsent } from './repository';
import { upgraded } from './upgraded';
import { version } from './versions';

const [access] = inject('labServers');
const server = new StateHarness(access!);
const MINUTES = 60_000;
let lab: LabRepository;
beforeAll(
  async () => (lab = await makeRepository(openLab(inject('lab')).server(access!.index), ['1.0'])),
  5 * MINUTES,
);
afterAll(() => server.end());

/** The rest of the script runs while somebody holds the locks of dpkg and apt; "held" is printed then. */
const HOLD_LOCKS = `
  perl -e 'use Fcntl; for (@ARGV) {
    open my $lock, "+<", $_ or die; push @open, $lock;
    my $write = pack "ssx![q]qqi", F_WRLCK, 0, 0, 0, 0;
    fcntl $lock, F_SETLK, $write or die
  } print "held\n"; close STDOUT; sleep 20' /var/lib/dpkg/lock-frontend /var/lib/dpkg/lock /var/lib/apt/lists/lock 2>/dev/null &
  holder=$!
  sleep 1`;

const added = (more = {}) => repository({ name: 'milepost-lab', ...lab, ...more });
/** What the check for drift reads, with the age of the lists as one of at most two minutes. */
async function available() {
  const fact = version(SAMPLE_PACKAGE).available;
  const { listsAge, ...read } = fact!.parse(await server.run(withLibraries(fact!.read.script)));
  return { ...read, recent: listsAge !== null && listsAge <= 120 };
}

const candidate = () =>
  server.run(`apt-cache policy ${SAMPLE_PACKAGE} | awk '/Installed|Candidate/ { print $2 }' | tr '\\n' ' '`);

test('a repository is there and back, with its key and pin', async () => {
  await server.expectThereAndBack(added({ pin: { priority: 600 } }));
  expect(
    await server.run('ls /etc/apt/sources.list.d /etc/apt/keyrings /etc/apt/preferences.d'),
  ).not.toContain('milepost-lab');
});

test(
  'a package is installed from it, and an update finds the next version',
  { timeout: 5 * MINUTES },
  async () => {
    const install = [updated({ packages: [SAMPLE_PACKAGE] }), installed([SAMPLE_PACKAGE])];
    await server.run('apt-get -qq update; touch /run/milepost-apt-lists');
    await server.bringAbout([...added({ pin: { priority: 600 } }), ...install]);
    expect(await candidate()).toBe('1.0 1.0');
    expect(await server.run(`${SAMPLE_PACKAGE}; systemctl is-active ${SAMPLE_PACKAGE}`)).toBe('1.0\nactive');
    expect(await available()).toEqual({ version: null, held: false, recent: true });
    expect(await server.run(`apt-cache policy ${SAMPLE_PACKAGE}`)).toMatch(/ 600 *\n? *.*file:/);
    await lab.publish('1.1');
    await server.run('apt-get -qq update');
    expect(await candidate()).toBe('1.0 1.1');
    const { observe } = compiled(upgraded([SAMPLE_PACKAGE]));
    const observing = withLibraries(observe?.script ?? 'exit 9');
    const output = await server.run(`${HOLD_LOCKS}\n( ${observing} )\nkill "$holder"`);
    expect(output).toContain('held\n');
    expect(parseObservations(`${output}\n`)).toEqual([
      {
        ...{ kind: 'package', name: SAMPLE_PACKAGE, from: '1.0', to: '1.1' },
        downloadBytes: expect.any(Number) as number,
      },
    ]);
    expect(await candidate()).toBe('1.0 1.1');
    expect(await available()).toEqual({ version: '1.1', held: false, recent: true });
  },
);

test('a package on hold is not updated', { timeout: 5 * MINUTES }, async () => {
  const upgrade = 'DEBIAN_FRONTEND=noninteractive apt-get -qy upgrade >/dev/null';
  await server.expectThereAndBack(held([SAMPLE_PACKAGE]), {
    between: async () => {
      expect(await server.run(`${upgrade}; ${SAMPLE_PACKAGE}`)).toBe('1.0');
      expect(await available()).toEqual({ version: null, held: true, recent: true });
    },
  });
  expect(await server.run(`${upgrade}; ${SAMPLE_PACKAGE}`)).toBe('1.1');
  expect(await available()).toEqual({ version: null, held: false, recent: true });
});

test('a second source of the same repository is refused before apt is broken', async () => {
  await expect(server.bringAbout(repository({ name: 'again', ...lab }))).rejects.toThrow(
    '/etc/apt/sources.list.d/milepost-lab.sources names the repository',
  );
  expect(await server.run('apt-get -qq update && echo good')).toBe('good');
});

test('a repository goes with its last user', async () => {
  await server.bringAbout(added({ usedBy: 'other' }));
  await server.bringAbout(repositoryAbsent({ name: 'milepost-lab' }));
  expect(await candidate()).toBe('1.1 1.1');
  await server.expectThereAndBack(repositoryAbsent({ name: 'milepost-lab', usedBy: 'other' }), {
    between: async () =>
      expect(await server.run(`apt-cache policy ${SAMPLE_PACKAGE}`)).not.toContain('file:'),
    // Undone, it is used again, so that the files stay wanted.
    undone: [0],
  });
});
