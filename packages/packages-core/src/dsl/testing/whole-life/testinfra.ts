// cspell:ignore PYTHONDONTWRITEBYTECODE maxfail cacheprovider rootdir
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { withLock } from '@milepost/lab/host/lock';
import { installPackages } from '@milepost/lab/host/tools';
import { run } from '@milepost/lab/host/run';
import { cacheDir } from '@milepost/lab/paths';
import type { ServerAccess } from '../../../ssh/testing/ssh-harness';
import type { Expectations } from './expectations';

const VERSIONS = { 'pytest-testinfra': '10.2.2', pytest: '9.2.0' };
const ORACLE = fileURLToPath(new URL('oracle.py', import.meta.url));

/** Installs pytest-testinfra from PyPI, once a machine and version. Answers with the path of pytest. */
async function pytest(): Promise<string> {
  const packages = Object.entries(VERSIONS).map(([name, version]) => `${name}==${version}`);
  const folder = join(cacheDir(), packages.join('-').replaceAll('==', '-'));
  const program = join(folder, 'bin', 'pytest');
  const complete = join(folder, 'complete');
  await mkdir(dirname(folder), { recursive: true });
  await withLock(`${folder}.lock`, async () => {
    if (existsSync(complete)) return;
    await rm(folder, { recursive: true, force: true });
    await run('python3', ['-c', 'import venv, ensurepip']).catch(() =>
      installPackages(['python3-venv'], () => undefined),
    );
    await run('python3', ['-m', 'venv', folder]);
    await run(join(folder, 'bin', 'pip'), ['install', '--quiet', ...packages]);
    await writeFile(complete, '');
  });
  return program;
}

/** One connection for all that it asks: it runs a command or more for each expectation. */
const sshConfig = (home: string) => `Host *
  IdentitiesOnly yes
  UserKnownHostsFile ${home}/known_hosts
  ControlMaster auto
  ControlPath ${home}/connection
  ControlPersist 10
`;

/**
 * What pytest-testinfra says of a server, over ssh: how many of the expectations it looked at. Throws with its report where one of them is
 * not so.
 */
export async function testinfra(access: ServerAccess, expected: Expectations): Promise<number> {
  const program = await pytest();
  const home = await mkdtemp(join(tmpdir(), 'milepost-testinfra-'));
  try {
    const [key, config, file] = ['key', 'ssh_config', 'expected.json'].map((name) => join(home, name));
    await writeFile(key!, access.privateKey, { mode: 0o600 });
    await writeFile(join(home, 'known_hosts'), `${access.host} ${access.hostKey}\n`);
    await writeFile(config!, sshConfig(home));
    await writeFile(file!, JSON.stringify(expected));
    const { stdout } = await promisify(execFile)('env', [
      ...[`EXPECTED=${file}`, 'PYTHONDONTWRITEBYTECODE=1', program],
      ...['-q', '--tb=line', '--maxfail=20', '-p', 'no:cacheprovider', '--rootdir', home, ORACLE],
      ...[`--hosts=ssh://root@${access.host}:${access.port}`, `--ssh-identity-file=${key}`],
      `--ssh-config=${config}`,
    ]).catch((error: unknown) => {
      const { stdout: report = '', stderr = '' } = error as { stdout?: string; stderr?: string };
      throw new Error(`pytest-testinfra does not agree:\n${report}${stderr}`);
    });
    return Number(/(\d+) passed/.exec(stdout)?.[1] ?? 0);
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}
