import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseFindings } from '@milepost/contract/finding';
import { localShell } from '../../dsl/testing/local-shell';
import { testFolder } from '../../dsl/testing/test-folder';
import { dataElsewhere, dataSettings, readsConfiguration } from './data';

const folder = testFolder();
const DATA = '/var/lib/redis';
const service = () => ({
  unit: 'milepost-no-such-unit',
  configuration: join(folder.home, 'redis.conf'),
  data: DATA,
});
const settings = (keep = true) => dataSettings(service(), { keep, field: 'persistence' });
const printed = async (configuration: string, keep = true) => {
  await writeFile(join(folder.home, 'redis.conf'), configuration);
  return (await localShell()(settings(keep).print.script, {})).output;
};
const found = async (configuration: string, keep = true) => {
  await writeFile(join(folder.home, 'redis.conf'), configuration);
  return parseFindings((await localShell()(settings(keep).findings.script, {})).output);
};

describe('the settings that are kept', () => {
  test.each([
    { what: 'an empty file', conf: '', kept: `dir ${DATA}\n` },
    {
      what: 'only defaults',
      conf: `dir ${DATA}\ndbfilename dump.rdb\nappendonly no\nappendfilename "appendonly.aof"\ndatabases 16\n`,
      kept: `dir ${DATA}\n`,
    },
    { what: 'another directory', conf: 'dir /srv/redis/\n', kept: 'dir /srv/redis/\n' },
    { what: 'a quoted directory', conf: 'dir "/srv/my redis"\n', kept: 'dir "/srv/my redis"\n' },
    {
      what: 'capital letters',
      conf: 'DIR /srv/redis\nAppendOnly YES\n',
      kept: 'dir /srv/redis\nappendonly YES\n',
    },
    { what: 'a directory below the one before', conf: 'dir /srv\ndir redis\n', kept: 'dir /srv/redis\n' },
    {
      what: 'the last of two',
      conf: 'appendonly yes\nappendonly no\ndbfilename a.rdb\n  dbfilename b.rdb  \r\n',
      kept: `dir ${DATA}\ndbfilename b.rdb\n`,
    },
    { what: 'no snapshots', conf: 'save 60 1\nsave ""\n', kept: `dir ${DATA}\nsave ""\n` },
    {
      what: 'snapshots of its own',
      conf: "save ''\nsave 60 1\nsave 300 10 400 20\n",
      kept: `dir ${DATA}\nsave 60 1\nsave 300 10 400 20\n`,
    },
    {
      what: 'what is needed to load the data',
      conf: 'databases 64\nloadmodule /opt/a.so x\nloadmodule /opt/b.so\nrename-command FLUSHALL ""\n',
      kept: `dir ${DATA}\ndatabases 64\nloadmodule /opt/a.so x\nloadmodule /opt/b.so\nrename-command FLUSHALL ""\n`,
    },
    {
      what: 'comments and access',
      conf: '# dir /nowhere\nrequirepass x\nbind 0.0.0.0\n',
      kept: `dir ${DATA}\n`,
    },
  ])('the settings of $what are kept', async ({ conf, kept }) => {
    expect(await printed(conf)).toBe(kept);
    // What was printed is found again.
    expect(await printed(`bind 127.0.0.1\n${kept}`)).toBe(kept);
  });

  test('are also found in included files, in their order', async () => {
    await mkdir(join(folder.home, 'conf.d'));
    await writeFile(join(folder.home, 'conf.d', '1.conf'), 'appendonly yes\ndir /srv/one\n');
    await writeFile(
      join(folder.home, 'conf.d', '2.conf'),
      `dir /srv/two\ninclude ${folder.home}/redis.conf\n`,
    );
    expect(await printed(`dir /srv/zero\ninclude ${folder.home}/conf.d/*.conf\nsave ""\n`)).toBe(
      'dir /srv/two\nappendonly yes\nsave ""\n',
    );
  });

  test('are the defaults where that is chosen', async () => {
    expect(await printed('dir /srv/redis\nappendonly yes\n', false)).toBe(`dir ${DATA}\n`);
  });

  test('are the defaults where there is no file', async () => {
    expect((await localShell()(settings().print.script, {})).output).toBe(`dir ${DATA}\n`);
  });
});

describe('what the plan says of data', () => {
  const conf = 'dir /srv/redis\nappendonly yes\nsave ""\n';

  test('is that its place is kept', async () => {
    expect(await found(conf)).toEqual([
      {
        kind: 'keeps',
        field: 'persistence',
        sentence: 'Redis stores its data in /srv/redis and in an append-only file: these settings are kept.',
      },
    ]);
  });

  test('is that it would go out of sight', async () => {
    expect(await found(conf, false)).toEqual([
      {
        kind: 'destroys',
        field: 'persistence',
        sentence:
          'Redis stores its data in /srv/redis and in an append-only file; the new configuration would not read it.',
      },
    ]);
  });

  test.each([`dir ${DATA}/\nsave 60 1\n`, 'DIR "/var/lib/redis"\n', 'save ""\n'])(
    'is nothing with %j',
    async (usual) => {
      expect(await found(usual, false)).toEqual([]);
    },
  );
});

test('an uninstall says which data it does not remove', async () => {
  const said = async (conf: string) => {
    await writeFile(join(folder.home, 'redis.conf'), conf);
    return parseFindings((await localShell()(dataElsewhere(service()).script, {})).output);
  };
  expect(await said('dir /srv/redis\nappendonly yes\n')).toEqual([
    { kind: 'keeps', field: null, sentence: 'Redis stores its data in /srv/redis: that is not removed.' },
  ]);
  expect(await said('appendonly yes\n')).toEqual([]);
});

describe('the service', () => {
  const ask = async (execStart: string) => {
    const bin = join(folder.home, 'bin');
    await mkdir(bin);
    await writeFile(join(bin, 'systemctl'), `#!/bin/sh\n[ "$1" != show ] || echo '${execStart}'\n`, {
      mode: 0o755,
    });
    const { preview, check } = readsConfiguration(service());
    const shell = localShell({ path: bin });
    return {
      holds: (await shell(check!.script, {})).exitCode === 0,
      sentences: parseFindings((await shell(preview!.script, {})).output).map(({ sentence }) => sentence),
    };
  };
  const line = (argv: string) =>
    `{ path=/usr/bin/redis-server ; argv[]=${argv} ; ignore_errors=no ; start_time=[n/a] ; pid=0 ; status=0/0 }`;

  test('reads the file that is written', async () => {
    const command = `/usr/bin/redis-server ${folder.home}/redis.conf --supervised systemd --daemonize no`;
    expect(await ask(line(command))).toEqual({ holds: true, sentences: [] });
  });

  test('may read it under another name, behind another program', async () => {
    await writeFile(join(folder.home, 'redis.conf'), '');
    await symlink('redis.conf', join(folder.home, 'link.conf'));
    const command = `/usr/bin/numactl --interleave=all /usr/bin/redis-server ${folder.home}/link.conf`;
    expect(await ask(line(command))).toMatchObject({ holds: true });
  });

  test('is not there yet', async () => {
    expect(await ask('')).toEqual({ holds: true, sentences: [] });
  });

  test('reads another file, which is named', async () => {
    const { holds, sentences } = await ask(line('/usr/bin/redis-server /srv/redis.conf --port 6379'));
    expect(holds).toBe(false);
    expect(sentences).toEqual([expect.stringContaining('reads /srv/redis.conf, not ')]);
  });

  test.each(['/usr/bin/redis-server --dir /srv', '/usr/local/bin/start-redis'])(
    'is started by %s',
    async (command) => {
      const { holds, sentences } = await ask(line(command));
      expect(holds).toBe(false);
      expect(sentences).toEqual([expect.stringContaining(`is started by “${command}”`)]);
    },
  );

  test('may have its settings on its command: they count', async () => {
    await ask(line(`/usr/bin/redis-server ${folder.home}/redis.conf --dir /srv/redis --save `));
    await writeFile(join(folder.home, 'redis.conf'), '');
    const shell = localShell({ path: join(folder.home, 'bin') });
    expect(parseFindings((await shell(settings().findings.script, {})).output)).toMatchObject([
      { kind: 'keeps', sentence: expect.stringContaining('in /srv/redis') as string },
      { kind: 'destroys' },
    ]);
  });
});
