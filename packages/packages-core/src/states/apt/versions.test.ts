import { describe, expect, test } from 'vitest';
import { fakePackages } from '../../dsl/testing/fake-packages';
import type { Packages } from '../../dsl/testing/fake-packages';
import { testFolder } from '../../dsl/testing/test-folder';
import { version } from './versions';

const folder = testFolder();
const { available } = version('nginx');

interface Lists {
  packages?: Packages;
  candidate: string;
  held?: string;
  /** What dpkg says of the two versions: 0 where the candidate is newer. */
  comparison?: number;
}

/** What the server prints when it is asked, with dpkg's answer to the comparison. */
async function printed({ packages, candidate, held = '', comparison = 0 }: Lists): Promise<string> {
  const { shell } = await fakePackages(folder.home, {
    packages: packages ?? { nginx: { status: 'installed', version: '1.22.1-9' } },
    programs: {
      'apt-cache': `printf 'nginx:\\n  Installed: 1.22.1-9\\n  Candidate: %s\\n' '${candidate}'`,
      'apt-mark': `echo '${held}'`,
      dpkg: `[ "$*" = '--compare-versions ${candidate} gt 1.22.1-9' ] || exit 9; exit ${comparison}`,
      stat: 'date +%s',
    },
  });
  return (await shell(available?.read.script ?? '', {})).output;
}

describe('the newer version of a package', () => {
  test.each<[string, Lists, string]>([
    ['is the one that dpkg compares as newer', { candidate: '1.22.1-9+deb12u2' }, 'newer 1.22.1-9+deb12u2\n'],
    ['is none where dpkg does not', { candidate: '1.20', comparison: 1 }, ''],
    ['is none where no repository offers the package', { candidate: '(none)' }, ''],
    ['is not read of a package on hold', { candidate: '1.22.1-10', held: 'nginx' }, 'held yes\n'],
    ['is read where another package is on hold', { candidate: '2', held: 'nginx-core' }, 'newer 2\n'],
  ])('%s', async (_, lists, expected) => {
    expect((await printed(lists)).replace(/lists [0-9]+\n$/, '')).toBe(expected);
  });

  test('is nothing where the package is not installed', async () => {
    expect(await printed({ packages: {}, candidate: '2' })).toBe('');
  });

  test.each([
    ['newer 1.22.1-9+deb12u2\nlists 7200\n', { version: '1.22.1-9+deb12u2', held: false, listsAge: 7200 }],
    ['held yes\nlists 0\n', { version: null, held: true, listsAge: 0 }],
    ['lists 86400\n', { version: null, held: false, listsAge: 86_400 }],
    ['newer 2\nlists -3\n', { version: '2', held: false, listsAge: null }],
    ['sh: 1: apt-cache: not found\n', { version: null, held: false, listsAge: null }],
    ['', { version: null, held: false, listsAge: null }],
  ])('is parsed from %j', (output, expected) => {
    expect(available?.parse(output)).toEqual(expected);
  });
});
