import { sh } from '../../dsl/sh';
import type { State } from '../../dsl/state';
import { path } from '../../dsl/values/path';
import type { Path } from '../../dsl/values/path';
import { assertion } from '../assertion';
import { POSTGRES_CAUSES } from '../failures/postgres';
import { assertName, wordsOf } from './names';
import type { Cluster } from './names';

export interface DatabaseOptions {
  at: Cluster;
  /** The role that may do everything in it. It must exist. */
  owner: string;
  /** `UTF8` when left out; that of a database which is there is not changed. */
  encoding?: string;
}

/** A database of this owner is there. Undone, it is dropped again unless tables were made in it since. */
export function database(name: string, { at, owner, encoding = 'UTF8' }: DatabaseOptions): State {
  [name, owner].forEach(assertName);
  if (!/^[A-Z0-9_]+$/.test(encoding)) throw new Error(`Not an encoding: ${encoding}`);
  const [, port] = wordsOf(at);
  const words = [port, name, owner, encoding];
  return {
    id: `database_${name}`,
    label: `The database ${name} of ${owner} exists`,
    action: `Create the database ${name} of ${owner}`,
    check: sh`mp_pg_has_database ${words}`.displayAs(`\\l ${name}`),
    apply: sh`mp_pg_create_database ${words}`.displayAs(
      `CREATE DATABASE ${name} OWNER ${owner} ENCODING ${encoding}`,
    ),
    preview: sh`
      problem=$(mp_pg_database_problem ${words})
      [ -z "$problem" ] || mp_finding blocked "$problem" encoding
      mp_pg_database_findings ${port} ${name} ${owner}
    `.displayAs(`\\l ${name}`),
    capture: sh`mp_pg_capture_database ${port} ${name}`.displayAs(`\\l ${name}`),
    undo: sh`mp_pg_restore_database ${port} ${name}`.displayAs(
      `DROP DATABASE ${name} if it was not there before and is empty`,
    ),
    listLeftovers: sh`if ( mp_pg_database_exists ${port} ${name} ); then echo ${`the database ${name}`}; fi`,
    failures: POSTGRES_CAUSES,
    result: `The database ${name} exists`,
    idempotent: true,
  };
}

/** There is no such database. While somebody is connected to it, it fails and says who. */
export function databaseAbsent(
  name: string,
  { at, destructive }: { at: Cluster; /** What is lost, in a sentence. */ destructive: string },
): State {
  assertName(name);
  const [, port] = wordsOf(at);
  return {
    id: `database_absent_${name}`,
    label: `There is no database ${name}`,
    action: `Drop the database ${name}`,
    check: sh`
      mp_pg_database_exists ${port} ${name}
      case $? in 0) exit 1 ;; 1) exit 0 ;; *) exit 2 ;; esac
    `.displayAs(`\\l ${name}`),
    apply: sh`mp_pg_drop_database ${port} ${name}`.displayAs(`DROP DATABASE ${name}`),
    preview: sh`
      busy=$(mp_pg_connections ${port} ${name})
      [ -z "$busy" ] || mp_finding warns "$busy"
    `.displayAs(`SELECT FROM pg_stat_activity WHERE datname = '${name}'`),
    losses: sh`mp_pg_tables ${port} ${name}`.displayAs(`\\dt of ${name}`),
    noUndoReason: 'What was in the database is not kept, unless it was dumped before.',
    destructive,
    leftoverLabel: `the database ${name}`,
    failures: POSTGRES_CAUSES,
    result: `The database ${name} is dropped`,
    idempotent: true,
  };
}

/** A dump of the database is in this file, as `pg_restore` reads it, for root alone. There is nothing to dump of one that is not there. */
export function dumped(
  name: string,
  { at, to }: { at: Cluster; /** A file of its own for each dump. */ to: string | Path },
): State {
  assertName(name);
  const [version, port] = wordsOf(at);
  const file = path`${to}`;
  return {
    id: `dumped_${name}`,
    label: `A dump of ${name} is in ${file.shown}`,
    action: `Dump the database ${name} to ${file.shown}`,
    check: sh`
      mp_pg_is_dump ${file} && exit 0
      mp_pg_database_exists ${port} ${name}
      case $? in 0) exit 1 ;; 1) exit 0 ;; *) exit 2 ;; esac
    `.displayAs(`pg_restore --list ${file.shown}`),
    apply: sh`mp_pg_dump ${port} ${name} ${file}`.displayAs(`pg_dump --format=custom ${name} >${file.shown}`),
    preview: sh`mp_pg_warn_of_size ${version} ${`datname = '${name}'`}`.displayAs('df /var/backups'),
    noUndoReason: 'A dump harms nobody, and may be all that is left.',
    leftoverLabel: `the missing dump of ${name}`,
    failures: POSTGRES_CAUSES,
    result: `A dump of ${name} is in ${file.shown}`,
    idempotent: true,
  };
}

/** PostgreSQL says that there is no such database. */
export function databaseGone(name: string, { at }: { at: Cluster }): State {
  assertName(name);
  const [, port] = wordsOf(at);
  return assertion({
    id: `database_gone_${name}`,
    label: `PostgreSQL has no database ${name}`,
    check: sh`
      mp_pg_database_exists ${port} ${name}
      case $? in 0) exit 1 ;; 1) exit 0 ;; *) exit 2 ;; esac
    `.displayAs(`\\l ${name}`),
    onFailure: sh`echo ${`The database ${name} is still there.`} >&2`,
  });
}

/** The database may be there or not: an uninstall that keeps it leaves it alone. PostgreSQL need not run. */
export function databaseKept(name: string): State {
  assertName(name);
  return assertion({
    id: `database_kept_${name}`,
    label: `The database ${name} stays as it is on the server`,
    check: sh`:`.displayAs(`nothing is done to the database ${name}`),
    onFailure: sh`:`,
  });
}
