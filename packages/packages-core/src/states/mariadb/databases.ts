import { sh } from '../../dsl/sh';
import type { Assertion, State } from '../../dsl/state';
import { Path } from '../../dsl/values/path';
import { assertion } from '../assertion';
import { assertPath } from '../file/paths';
import { assertName } from './names';

/**
 * A database is there, and new tables of it have this character set. Undone, it has its former one, or is dropped again unless tables were
 * made in it since.
 */
export function database(name: string, { characters = 'utf8mb4' }: { characters?: string } = {}): State {
  [name, characters].forEach(assertName);
  return {
    id: `mariadb_database_${name}`,
    label: `The database ${name} exists, with the character set ${characters}`,
    action: `Create the database ${name}, or set its character set`,
    check: sh`mp_maria_has_database ${name} ${characters}`.displayAs(`SHOW CREATE DATABASE ${name}`),
    apply: sh`mp_maria_create_database ${name} ${characters}`.displayAs(
      `CREATE DATABASE ${name} CHARACTER SET ${characters}`,
    ),
    preview: sh`mp_maria_preview_database ${name} ${characters}`.displayAs(`SHOW CREATE DATABASE ${name}`),
    capture: sh`mp_maria_capture_database ${name}`.displayAs(`SHOW CREATE DATABASE ${name}`),
    undo: sh`mp_maria_restore_database ${name}`.displayAs(
      `DROP DATABASE ${name} if it was not there before and is empty`,
    ),
    listLeftovers: sh`if ( mp_maria_database_exists ${name} ); then echo ${`the database ${name}`}; fi`,
    result: `The database ${name} exists`,
    idempotent: true,
  };
}

/** The database is there. */
export function databaseExists(name: string): Assertion {
  assertName(name);
  return assertion({
    id: `mariadb_database_there_${name}`,
    label: `The database ${name} can be used`,
    check: sh`mp_maria_database_exists ${name}`.displayAs(`USE ${name}`),
    onFailure: sh`echo ${`There is no database ${name}.`} >&2`,
  });
}

/** There is no such database. */
export function databaseAbsent(
  name: string,
  { destructive }: { /** What is lost, in a sentence. */ destructive: string },
): State {
  return {
    ...databaseGone(name),
    id: `mariadb_database_absent_${name}`,
    action: `Drop the database ${name}`,
    assertion: undefined,
    undoesWrites: undefined,
    apply: sh`mp_maria_drop_database ${name}`.displayAs(`DROP DATABASE ${name}`),
    losses: sh`mp_maria_tables ${name}`.displayAs(`SHOW TABLES IN ${name}`),
    noUndoReason: 'What was in the database is not kept, unless it was dumped before.',
    destructive,
    leftoverLabel: `the database ${name}`,
    result: `The database ${name} is dropped`,
    idempotent: true,
  };
}

/** `databaseAbsent`, for the end of an uninstall. */
export function databaseGone(name: string): Assertion {
  assertName(name);
  return assertion({
    id: `mariadb_database_gone_${name}`,
    label: `There is no database ${name}`,
    check: sh`
      mp_maria_database_exists ${name}
      case $? in 0) exit 1 ;; 1) exit 0 ;; *) exit 2 ;; esac
    `.displayAs(`SHOW DATABASES LIKE '${name}'`),
    onFailure: sh`echo ${`The database ${name} is still there.`} >&2`,
  });
}

/** The database stays on the server. For the end of an uninstall that only forgets it. */
export function databaseKept(name: string): Assertion {
  assertName(name);
  return assertion({
    id: `mariadb_database_kept_${name}`,
    label: `The database ${name} stays as it is`,
    check: sh`:`.displayAs('nothing is changed'),
    onFailure: sh`:`,
  });
}

/** A file of its own for each dump, `…sql.gz`. */
type To = string | Path;

/** A dump of the database is in this file, for root alone, or there is no such database. A dump that is there already is not made again. */
export function dumped(name: string, { to }: { to: To }): State {
  assertName(name);
  const shown = shownOf(to);
  return {
    ...DUMP,
    id: `mariadb_dumped_${name}`,
    label: `A dump of ${name} is in ${shown}, or there is no such database`,
    action: `Dump the database ${name} to ${shown}`,
    check: sh`
      if mp_maria_is_dump ${to}; then exit 0; fi
      mp_maria_database_exists ${name}
      case $? in 0) exit 1 ;; 1) exit 0 ;; *) exit 2 ;; esac
    `.displayAs(`look for ${shown}`),
    apply: sh`mp_maria_dump ${to} --databases ${name}`.displayAs(
      `dump the database ${name} | gzip >${shown}`,
    ),
    verify: sh`mp_maria_is_dump ${to}`.displayAs(`gzip -cd ${shown} | tail -n 1`),
    leftoverLabel: `the missing dump of ${name}`,
    result: `A dump of ${name} is in ${shown}`,
  };
}

export interface DumpAllOptions {
  to: To;
  /** The service, which is started if it does not run. */
  unit: string;
  /** Its data directory. */
  data: string;
}

/** A dump of all databases and users is in this file, for root alone, or there is no data directory. */
export function dumpedAll({ to, unit, data }: DumpAllOptions): State {
  assertPath(data);
  const shown = shownOf(to);
  return {
    ...DUMP,
    id: 'mariadb_dumped_all',
    label: `A dump of all databases and users is in ${shown}, or there is no data`,
    action: `Dump all databases and users to ${shown}`,
    check: sh`if [ -d ${`${data}/mysql`} ]; then mp_maria_is_dump ${to}; fi`.displayAs(`look for ${shown}`),
    apply: sh`
      mp_maria_server >/dev/null || { echo ${`${data} is there, but no server that reads it. Install it again, or remove ${data} by hand.`} >&2; exit 4; }
      mp_maria_dump_all ${unit} ${to}
    `.displayAs(`dump all databases and users | gzip >${shown}`),
    verify: sh`mp_maria_is_dump ${to}`.displayAs(`gzip -cd ${shown} | tail -n 1`),
    leftoverLabel: 'the missing dump of all databases',
    result: `A dump of all databases and users is in ${shown}`,
  };
}

const DUMP = {
  noUndoReason: 'A dump harms nobody, and may be all that is left.',
  idempotent: true,
} as const;

function shownOf(to: To): string {
  if (to instanceof Path) return to.shown;
  assertPath(to);
  return to;
}
