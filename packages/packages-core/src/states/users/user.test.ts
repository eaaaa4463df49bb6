import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { shellWith } from '../../dsl/testing/fake-commands';
import { runState } from '../../dsl/testing/run-state';
import { testFolder } from '../../dsl/testing/test-folder';
import { expectThereAndBack } from '../../dsl/testing/there-and-back';
import * as group from './group';
import * as user from './user';

const folder = testFolder();
const deploy = user.exists('deploy', { system: true, shell: '/usr/sbin/nologin' });

/** A server whose user database has one entry at most. */
async function server(entry: string) {
  await writeFile(join(folder.home, 'passwd'), entry);
  await writeFile(join(folder.home, 'calls'), '');
  const log = (name: string) => `echo ${name} "$@" >>"$HOME_OF_TEST/calls"`;
  const shell = await shellWith(folder.home, {
    getent: 'grep "^$2:" "$HOME_OF_TEST/passwd"',
    useradd: log('useradd'),
    usermod: log('usermod'),
  });
  return {
    ...runState(deploy, { shell }),
    calls: async () => (await readFile(join(folder.home, 'calls'), 'utf8')).trim(),
  };
}

test.each([
  {
    entry: '',
    code: 1,
    call: 'useradd --system --create-home --home-dir /home/deploy --shell /usr/sbin/nologin deploy',
  },
  {
    entry: 'deploy:x:7:7::/srv:/bin/sh\n',
    code: 1,
    call: 'usermod --home /home/deploy --shell /usr/sbin/nologin deploy',
  },
])('a user that is not there as wanted ($entry) is made so', async ({ entry, code, call }) => {
  const { check, apply, calls } = await server(entry);
  expect(await check()).toBe(code);
  await apply();
  expect(await calls()).toBe(call);
});

test('a user with this home and shell is there', async () => {
  const { check } = await server('deploy:x:7:7::/home/deploy:/usr/sbin/nologin\n');
  expect(await check()).toBe(0);
});

/** A server with users and groups in files, changed by the programs as the real ones would. */
async function accounts(captured = '') {
  return shellWith(
    folder.home,
    {
      getent: `grep "^$2:" "$HOME_OF_TEST/$1"`,
      id: `case $1 in -gn) echo deploy ;; -Gn) echo 'deploy adm' ;; *) exec /usr/bin/id "$@" ;; esac`,
      userdel: `sed -i "/^$1:/d" "$HOME_OF_TEST/passwd" "$HOME_OF_TEST/shadow"`,
      useradd: `for last; do :; done; echo "$last:x:7:8:Ann:$HOME_OF_TEST/home:/bin/sh" >>"$HOME_OF_TEST/passwd"; echo "useradd $*" >>"$HOME_OF_TEST/calls"`,
      groupadd: `for last; do :; done; echo "$last:x:9:" >>"$HOME_OF_TEST/group"`,
      groupdel: `sed -i "/^$1:/d" "$HOME_OF_TEST/group"`,
      gpasswd: `case $1 in -a) sed -i "/^$3:/s/\\$/,$2/; s/:,/:/" "$HOME_OF_TEST/group" ;; -d) sed -i "/^$3:/s/,*$2//" "$HOME_OF_TEST/group" ;; esac`,
      usermod: 'echo "usermod $*" >>"$HOME_OF_TEST/calls"',
      chpasswd: 'cat >>"$HOME_OF_TEST/shadow"',
    },
    { captured },
  );
}

describe('absent', () => {
  const setUp = async () => {
    await mkdir(join(folder.home, 'home'));
    await writeFile(join(folder.home, 'passwd'), `deploy:x:4000000:8:Ann:${folder.home}/home:/bin/sh\n`);
    await writeFile(join(folder.home, 'shadow'), 'deploy:$y$digest:1:0:99999:7:::\n');
    await writeFile(join(folder.home, 'group'), 'deploy:x:8:\nadm:x:4:\n');
    await writeFile(join(folder.home, 'calls'), '');
  };

  test('a user goes, its home stays, and it comes back with number, groups and password', async () => {
    await setUp();
    await expectThereAndBack(user.absent('deploy'), { shell: accounts });
    expect(await readFile(join(folder.home, 'shadow'), 'utf8')).toBe('deploy:$y$digest\ndeploy:$y$digest\n');
    expect(await readFile(join(folder.home, 'calls'), 'utf8')).toContain(
      `useradd -M -u 4000000 -g deploy -c Ann -d ${folder.home}/home -s /bin/sh deploy\nusermod -aG deploy deploy\nusermod -aG adm deploy\n`,
    );
  });

  test('a home goes where that was wanted, and an undo says that it is lost', async () => {
    await setUp();
    const state = user.absent('deploy', { home: 'remove', destructive: 'Deletes the home.' });
    await expectThereAndBack(state, {
      shell: accounts,
      says: `deploy is there again, its home ${folder.home}/home is not: what was in it is not kept.\n`,
    });
  });

  test('a user with processes stays, and they are named', async () => {
    await setUp();
    const uid = process.getuid?.() ?? 0;
    await writeFile(join(folder.home, 'passwd'), `deploy:x:${uid}:8:Ann:/x:/bin/sh\n`);
    const { exitCode, output } = await runState(user.absent('deploy'), { shell: await accounts() }).apply();
    expect(exitCode).toBe(4);
    expect(output).toMatch(/^The user deploy has processes: .+\(\d+\).*Stop them first\.\n$/);
  });
});

describe('a user that Milepost has made', () => {
  const MADE = { shell: '/bin/sh', groups: ['adm'], sudo: false };
  const reasons = async (name: string) => {
    const { output } = await runState(user.available(name, { ...MADE, home: `${folder.home}/home` }), {
      shell: await accounts(),
    }).apply();
    return output;
  };
  const passwd = (entry: string) => writeFile(join(folder.home, 'passwd'), entry);

  test('is told from one that was there before, and taken with other groups', async () => {
    await passwd('');
    await writeFile(join(folder.home, 'group'), 'adm:x:4:\n');
    await writeFile(join(folder.home, 'calls'), '');
    const made = user.exists('deploy', { home: `${folder.home}/home`, shell: '/bin/sh' });
    await runState(made, { shell: await accounts() }).apply();
    await passwd(`deploy:x:1007:8:Ann:${folder.home}/home:/bin/bash\n`);
    expect(await reasons('deploy')).toContain('takes over only as it is: with the shell /bin/bash.');
    await passwd('');
    await runState(made, { shell: await accounts() }).apply();
    expect(await reasons('deploy')).toBe('');
  });

  test.each([
    ['root:x:0:0::/root:/bin/sh\n', 'root', 'root is a user of the system itself. Choose another name.\n'],
    [
      'nobody:x:65534:1::/x:/bin/sh\n',
      'nobody',
      'nobody is a user of the system itself. Choose another name.\n',
    ],
  ])('is none of the system itself: %s', async (entry, name, sentence) => {
    await passwd(entry);
    await writeFile(join(folder.home, 'group'), 'adm:x:4:\n');
    expect(await reasons(name)).toBe(sentence);
  });
});

describe('group', () => {
  test.each([
    { former: '', members: [] },
    { former: '', members: ['ann', 'bob'] },
    { former: 'docker:x:9:ann\n', members: ['ann', 'bob'] },
  ])('with $members is brought about over “$former” and undone', async ({ former, members }) => {
    await writeFile(join(folder.home, 'group'), former);
    await expectThereAndBack(group.exists('docker', { members }), {
      shell: accounts,
      between: async () =>
        expect(await readFile(join(folder.home, 'group'), 'utf8')).toBe(`docker:x:9:${members.join(',')}\n`),
    });
    expect(await readFile(join(folder.home, 'group'), 'utf8')).toBe(former);
  });

  test('a user leaves it, others stay, and an undo puts the user back', async () => {
    await writeFile(join(folder.home, 'group'), 'adm:x:4:ann,deploy\n');
    await expectThereAndBack(group.without('adm', 'deploy'), {
      shell: accounts,
      between: async () => expect(await readFile(join(folder.home, 'group'), 'utf8')).toBe('adm:x:4:ann\n'),
    });
    expect(await readFile(join(folder.home, 'group'), 'utf8')).toBe('adm:x:4:ann,deploy\n');
  });
});
