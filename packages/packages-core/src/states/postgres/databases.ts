import { sh } from '../../dsl/sh';
import type { State } from '../../dsl/state';
import { assertPath } from '../file/paths';
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
      [ -z "$problem" ] || mp_finding blocked "$problem"
    `.displayAs(`\\l ${name}`),
    capture: sh`mp_pg_capture_database ${port} ${name}`.displayAs(`\\l ${name}`),
    undo: sh`mp_pg_restore_database ${port} ${name}`.displayAs(
      `DROP DATABASE ${name} if it was not there before and is empty`,
    ),
    listLeftovers: sh`if ( mp_pg_database_exists ${port} ${name} ); then echo ${`the database ${name}`}; fi`,
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
    result: `The database ${name} is dropped`,
    idempotent: true,
  };
}

/** A dump of the database is in this file, as `pg_restore` reads it, for root alone. A dump that is there already is not made again. */
export function dumped(
  name: string,
  { at, to }: { at: Cluster; /** A file of its own for each dump. */ to: string },
): State {
  assertName(name);
  assertPath(to);
  const [, port] = wordsOf(at);
  return {
    id: `dumped_${name}`,
    label: `A dump of ${name} is in ${to}`,
    action: `Dump the database ${name} to ${to}`,
    check: sh`mp_pg_is_dump ${to}`.displayAs(`pg_restore --list ${to}`),
    apply: sh`mp_pg_dump ${port} ${name} ${to}`.displayAs(`pg_dump --format=custom ${name} >${to}`),
    noUndoReason: 'A dump harms nobody, and may be all that is left.',
    leftoverLabel: `the missing dump of ${name}`,
    result: `A dump of ${name} is in ${to}`,
    idempotent: true,
  };
}
