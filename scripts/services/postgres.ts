import { randomBytes } from 'node:crypto';
import { chown, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { execa, ExecaError } from 'execa';
import pg from 'pg';
import { startProcess } from './background-process';
import type { BackgroundProcess } from './background-process';
import type { RoleName, RolePasswords } from './database-roles';
import { postgresBinaries, postgresUser } from './postgres-binaries';
import type { PostgresUser } from './postgres-binaries';
import { Problem } from './problem';
import { waitUntil } from './wait-until';

const SUPERUSER = 'milepost';

export interface PostgresOptions {
  /** Holds `data/`, the passwords of the superuser and of the roles and, where needed, a copy of the programs. */
  directory: string;
  port: number;
  logFile: string;
  pidFile: string;
  /** False for tests: nothing is synced to disk. */
  durable: boolean;
}

export interface Postgres {
  process: BackgroundProcess;
  /** Of the database `name`, with the superuser's login, or another role's. */
  url(name: string, role?: RoleName): string;
}

/** What stays the same over restarts: where the programs are, who runs them, how to log in. */
export interface PreparedPostgres {
  options: PostgresOptions;
  bin: string;
  user: PostgresUser | undefined;
  password: string;
  rolePasswords: RolePasswords;
}

/** Creates the cluster unless it exists: idempotent, about a second. */
export async function preparePostgres(options: PostgresOptions): Promise<PreparedPostgres> {
  const user = await postgresUser();
  await mkdir(options.directory, { recursive: true, mode: 0o711 });
  if (user) await assertReachable(options.directory);
  const bin = await postgresBinaries(user, options.directory);
  const password = await readOrMakePassword(path.join(options.directory, 'password'));
  const rolePasswords = await readRolePasswords(options.directory);
  const data = path.join(options.directory, 'data');
  if (!(await exists(path.join(data, 'milepost-initialised'))))
    await initialize({ data, bin, user, password });
  return { options, bin, user, password, rolePasswords };
}

/** Another user must be able to walk down to it: a folder of mode 0700 on the way, such as /root, is a wall. */
async function assertReachable(directory: string): Promise<void> {
  for (let at = directory; at !== path.dirname(at); at = path.dirname(at)) {
    if (((await stat(at)).mode & 0o001) !== 0) continue;
    throw new Problem(
      'data_dir_closed',
      `PostgreSQL runs as the user "postgres", and ${at} is closed to it: choose another data directory with --data-dir.`,
    );
  }
}

/** Starts the prepared cluster and waits until it answers; a crash before is recovered from first, by itself. */
export async function startPostgres(prepared: PreparedPostgres, signal?: AbortSignal): Promise<Postgres> {
  const { options, bin, user, rolePasswords } = prepared;
  const settings = {
    listen_addresses: '127.0.0.1',
    port: options.port,
    // Only TCP: a socket file would need a folder that both users can write.
    unix_socket_directories: '',
    max_connections: 200,
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...(options.durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  const process_ = await startProcess({
    command: path.join(bin, 'postgres'),
    args: [
      '-D',
      path.join(options.directory, 'data'),
      ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ],
    env: { PATH: process.env.PATH, LC_ALL: 'C.UTF-8', TZ: 'UTC' },
    cwd: '/',
    user,
    logFile: options.logFile,
    pidFile: options.pidFile,
    // "Fast": roll back what is open, write a checkpoint, end.
    stopSignal: 'SIGINT',
    graceMs: 30_000,
  });
  const url = (name: string, role?: RoleName): string => {
    const password = role === undefined ? prepared.password : rolePasswords[role];
    return urlOf({ user: role ?? SUPERUSER, password, port: options.port, name });
  };
  try {
    await waitUntil(() => answers(url('postgres')), { timeoutMs: 60_000, giveUp: process_.ended, signal });
  } catch (error) {
    await process_.stop();
    throw new Problem('postgres_failed', `PostgreSQL did not start: see ${options.logFile}.`, {
      cause: error,
    });
  }
  return { process: process_, url };
}

interface Login {
  user: string;
  password: string;
  port: number;
  name: string;
}

const urlOf = ({ user, password, port, name }: Login): string =>
  `postgresql://${user}:${password}@127.0.0.1:${port}/${name}`;

/** Of the database `milepost` of a cluster that another process of ours runs, as its owner; `directory` as in PostgresOptions. */
export async function ownPostgresUrl(directory: string, port: number): Promise<string> {
  const user = 'milepost_owner';
  const password = (await readFile(passwordFile(directory, user), 'utf8')).trim();
  return urlOf({ user, password, port, name: 'milepost' });
}

async function readRolePasswords(directory: string): Promise<RolePasswords> {
  const read = (role: RoleName): Promise<string> => readOrMakePassword(passwordFile(directory, role));
  return {
    milepost_owner: await read('milepost_owner'),
    milepost_web: await read('milepost_web'),
    milepost_worker: await read('milepost_worker'),
  };
}

const passwordFile = (directory: string, role: RoleName): string => path.join(directory, `${role}.password`);

/** Creates a database unless it exists, as a copy of `template` where one is named. */
export async function createDatabase(url: string, name: string, template = 'template1'): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const found = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (found.rowCount === 0) {
      await client.query(
        `create database ${client.escapeIdentifier(name)} template ${client.escapeIdentifier(template)}`,
      );
    }
  } finally {
    await client.end();
  }
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } finally {
    await client.end();
  }
}

async function initialize(cluster: {
  data: string;
  bin: string;
  user: PostgresUser | undefined;
  password: string;
}): Promise<void> {
  const { data, bin, user, password } = cluster;
  // Without our mark, an earlier initdb was cut off: nothing in there was ever used.
  await rm(data, { recursive: true, force: true });
  await mkdir(data, { mode: 0o700 });
  if (user) await chown(data, user.uid, user.gid);
  const passwordFile = path.join(data, '..', `initdb-password`);
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (user) await chown(passwordFile, user.uid, user.gid);
  try {
    const login = [`--username=${SUPERUSER}`, `--pwfile=${passwordFile}`, '--auth=scram-sha-256'];
    const locale = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'];
    await execa(path.join(bin, 'initdb'), [`--pgdata=${data}`, ...login, ...locale], {
      ...{ cwd: '/', env: { PATH: process.env.PATH }, extendEnv: false, ...user },
    });
    await writeFile(path.join(data, 'milepost-initialised'), '');
  } catch (error) {
    const message = error instanceof ExecaError ? String(error.stderr || error.message) : String(error);
    throw new Problem(
      'initdb_failed',
      `PostgreSQL could not create its files in ${data}: ${reason(message)}.`,
      { cause: error },
    );
  } finally {
    await rm(passwordFile, { force: true });
  }
}

async function readOrMakePassword(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch {
    const password = randomBytes(24).toString('base64url');
    await writeFile(file, password, { mode: 0o600, flag: 'wx' });
    return password;
  }
}

/** What initdb complained of first; what it says last is only that it cleans up. */
function reason(message: string): string {
  const lines = message.split('\n').filter(Boolean);
  return lines.find((line) => /(error|fatal|panic):/i.test(line)) ?? lines.at(-1) ?? 'it did not say why';
}

const exists = (file: string) =>
  stat(file).then(
    () => true,
    () => false,
  );
