import { sh } from '../../dsl/sh';
import type { State } from '../../dsl/state';
import { assertName } from './names';

/** A database is there; one that is there already keeps its character set. Undone, it is dropped again unless tables were made in it since. */
export function database(name: string, { characters = 'utf8mb4' }: { characters?: string } = {}): State {
  [name, characters].forEach(assertName);
  return {
    id: `mariadb_database_${name}`,
    label: `The database ${name} exists`,
    action: `Create the database ${name}`,
    check: sh`mp_maria_database_exists ${name}`.displayAs(`SHOW DATABASES LIKE '${name}'`),
    apply: sh`mp_maria_create_database ${name} ${characters}`.displayAs(
      `CREATE DATABASE ${name} CHARACTER SET ${characters}`,
    ),
    capture: sh`if ( mp_maria_database_exists ${name} ); then echo there; else echo absent; fi`.displayAs(
      `SHOW DATABASES LIKE '${name}'`,
    ),
    undo: sh`mp_maria_restore_database ${name}`.displayAs(
      `DROP DATABASE ${name} if it was not there before and is empty`,
    ),
    listLeftovers: sh`if ( mp_maria_database_exists ${name} ); then echo ${`the database ${name} of MariaDB`}; fi`,
    result: `The database ${name} exists`,
    idempotent: true,
  };
}

/** There is no such database. */
export function databaseAbsent(
  name: string,
  { destructive }: { /** What is lost, in a sentence. */ destructive: string },
): State {
  assertName(name);
  return {
    id: `mariadb_database_absent_${name}`,
    label: `There is no database ${name}`,
    action: `Drop the database ${name}`,
    check: sh`
      mp_maria_database_exists ${name}
      case $? in 0) exit 1 ;; 1) exit 0 ;; *) exit 2 ;; esac
    `.displayAs(`SHOW DATABASES LIKE '${name}'`),
    apply: sh`mp_maria_drop_database ${name}`.displayAs(`DROP DATABASE ${name}`),
    losses: sh`mp_maria_tables ${name}`.displayAs(`SHOW TABLES IN ${name}`),
    noUndoReason: 'What was in the database is not kept, unless it was dumped before.',
    destructive,
    leftoverLabel: `the database ${name} of MariaDB`,
    result: `The database ${name} is dropped`,
    idempotent: true,
  };
}
