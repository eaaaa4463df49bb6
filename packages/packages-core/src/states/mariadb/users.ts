import type { Secret } from '../../dsl/secret';
import { sh } from '../../dsl/sh';
import type { Assertion, State } from '../../dsl/state';
import { assertion } from '../assertion';
import { assertHost, assertName, wordsOf } from './names';
import type { Address } from './names';

/** What a user may do in a database, in the words and the order of `SHOW GRANTS`. */
export const PRIVILEGES = {
  all: 'ALL PRIVILEGES',
  write: 'SELECT, INSERT, UPDATE, DELETE, CREATE TEMPORARY TABLES, LOCK TABLES, EXECUTE, SHOW VIEW',
  read: 'SELECT, SHOW VIEW',
} as const;

export interface MariadbUserOptions {
  password: Secret;
  /** From where: `localhost` when left out, also over TCP; `%` is everywhere. */
  host?: string;
  /** Databases in which the user has these privileges, and no others; rights elsewhere stay as they are. */
  databases?: readonly string[];
  /** `all` when left out. */
  privileges?: keyof typeof PRIVILEGES;
}

/**
 * A user may log in with this password and use these databases. The password goes through pipes. Undone, the user is as before, the former
 * password included, or gone.
 */
export function user(
  name: string,
  { password, host = 'localhost', databases = [], privileges = 'all' }: MariadbUserOptions,
): State {
  [name, ...databases].forEach(assertName);
  assertHost(host);
  const words = [name, host, PRIVILEGES[privileges], ...databases];
  return {
    id: `mariadb_user_${name}`,
    label: `The user ${name}@${host} may log in${databases.length > 0 ? ` and use ${databases.join(', ')}` : ''}`,
    action: `Create the user ${name}@${host}, or set its password and privileges`,
    check: sh`
      mp_maria_has_user ${words} || exit
      ${password} | mp_maria_logs_in ${name} ${host}
    `.displayAs(`SHOW GRANTS FOR '${name}'@'${host}'`),
    apply: sh`${password} | mp_maria_write_user ${words}`.displayAs(
      [
        `CREATE USER '${name}'@'${host}' IDENTIFIED BY ${password.masked}`,
        ...databases.map(
          (database) => `GRANT ${PRIVILEGES[privileges]} ON ${database}.* TO '${name}'@'${host}'`,
        ),
      ].join('\n'),
    ),
    verify: sh`mp_maria_has_user ${words}`.displayAs(`SHOW GRANTS FOR '${name}'@'${host}'`),
    preview: sh`mp_maria_preview_user ${name} ${host}`.displayAs(`look for '${name}'@'${host}'`),
    capture: sh`mp_maria_capture_user ${name} ${host}`.displayAs(`SHOW CREATE USER '${name}'@'${host}'`),
    undo: sh`mp_maria_restore_user ${name} ${host}`.displayAs(`put the user ${name}@${host} back as it was`),
    listLeftovers: sh`if ( mp_maria_user_exists ${name} ${host} ); then echo ${`the user ${name}@${host}`}; fi`,
    result: `The user ${name}@${host} exists`,
    idempotent: true,
  };
}

/** A user has no privileges in these databases. Undone, it has them again. */
export function withdrawn(
  name: string,
  { host = 'localhost', databases }: { host?: string; databases: readonly string[] },
): State {
  [name, ...databases].forEach(assertName);
  assertHost(host);
  return {
    id: `mariadb_withdrawn_${name}`,
    label: `The user ${name}@${host} has no privileges in ${databases.join(', ')}`,
    action: `Withdraw the privileges of ${name}@${host} in ${databases.join(', ')}`,
    check: sh`mp_maria_has_no_rights ${name} ${host} ${databases}`.displayAs(
      `SHOW GRANTS FOR '${name}'@'${host}'`,
    ),
    apply: sh`mp_maria_withdraw ${name} ${host} ${databases}`.displayAs(
      databases
        .map((database) => `REVOKE ALL PRIVILEGES ON ${database}.* FROM '${name}'@'${host}'`)
        .join('\n'),
    ),
    capture: sh`mp_maria_capture_user ${name} ${host}`.displayAs(`SHOW CREATE USER '${name}'@'${host}'`),
    undo: sh`mp_maria_restore_user ${name} ${host}`.displayAs(`put the user ${name}@${host} back as it was`),
    result: `The user ${name}@${host} has no privileges in ${databases.join(', ')}`,
    idempotent: true,
  };
}

/** There is no such user. Undone, it is there again with its password and rights. */
export function userAbsent(
  name: string,
  { host = 'localhost' }: Pick<MariadbUserOptions, 'host'> = {},
): State {
  return {
    ...userGone(name, { host }),
    id: `mariadb_user_absent_${name}`,
    action: `Drop the user ${name}@${host}`,
    assertion: undefined,
    undoesWrites: undefined,
    apply: sh`mp_maria_drop_user ${name} ${host}`.displayAs(`DROP USER '${name}'@'${host}'`),
    capture: sh`mp_maria_capture_user ${name} ${host}`.displayAs(`SHOW CREATE USER '${name}'@'${host}'`),
    undo: sh`mp_maria_restore_user ${name} ${host}`.displayAs(`CREATE USER '${name}'@'${host}' as it was`),
    leftoverLabel: `the user ${name}@${host}`,
    result: `The user ${name}@${host} is dropped`,
    idempotent: true,
  };
}

/** `userAbsent`, for the end of an uninstall. */
export function userGone(
  name: string,
  { host = 'localhost' }: Pick<MariadbUserOptions, 'host'> = {},
): Assertion {
  assertName(name);
  assertHost(host);
  return assertion({
    id: `mariadb_user_gone_${name}`,
    label: `There is no user ${name}@${host}`,
    check: sh`
      mp_maria_user_exists ${name} ${host}
      case $? in 0) exit 1 ;; 1) exit 0 ;; *) exit 2 ;; esac
    `.displayAs(`SELECT FROM mysql.user WHERE user = '${name}'`),
    onFailure: sh`echo ${`The user ${name}@${host} is still there.`} >&2`,
  });
}

/** The user stays on the server. For the end of an uninstall that only forgets it. */
export function userKept(
  name: string,
  { host = 'localhost' }: Pick<MariadbUserOptions, 'host'> = {},
): Assertion {
  assertName(name);
  assertHost(host);
  return assertion({
    id: `mariadb_user_kept_${name}`,
    label: `The user ${name}@${host} stays as it is`,
    check: sh`:`.displayAs('nothing is changed'),
    onFailure: sh`:`,
  });
}

/** The user can log in with its password over TCP, as an application does. Needs a user who may come from this server. */
export function logsIn(name: string, { password, at }: { password: Secret; at: Address }): Assertion {
  assertName(name);
  const [address, port] = wordsOf(at);
  const options = ['--protocol=tcp', '-h', address, '-P', port];
  return assertion({
    id: `mariadb_logs_in_${name}`,
    label: `${name} can log in on ${address}:${port}`,
    check: sh`${password} | mp_maria_can_log_in ${name} ${options}`.displayAs(
      `log in as ${name} on ${address}:${port}`,
    ),
    timeoutSeconds: 15,
    onFailure: sh`
      { echo ${`${name} cannot log in on ${address}:${port}.`}; ${password} | mp_maria_log_in ${name} ${options}; } >&2
    `,
  });
}

/** There is such a user. For one who cannot log in from the server itself. */
export function userExists(name: string, { host }: { host: string }): Assertion {
  assertName(name);
  assertHost(host);
  return assertion({
    id: `mariadb_user_there_${name}`,
    label: `The user ${name} may log in from ${host}`,
    check: sh`mp_maria_user_exists ${name} ${host}`.displayAs(`SHOW GRANTS FOR '${name}'@'${host}'`),
    onFailure: sh`echo ${`There is no user ${name}@${host}.`} >&2`,
  });
}

/** No user is without a name, and there is no empty database `test`. Debian makes neither; other packages and former versions did. */
export function noDefaultAccounts(): State {
  return {
    id: 'mariadb_no_default_accounts',
    label: 'There are no anonymous users and no empty test database',
    action: 'Drop anonymous users and the empty test database',
    check: sh`mp_maria_has_no_defaults`.displayAs(`SELECT FROM mysql.user WHERE user = ''`),
    apply: sh`mp_maria_remove_defaults`.displayAs(`DROP USER ''; DROP DATABASE test where it is empty`),
    preview: sh`mp_maria_preview_defaults`.displayAs(`SELECT FROM mysql.user WHERE user = ''`),
    capture: sh`mp_maria_capture_defaults`.displayAs(`SHOW CREATE USER ''`),
    undo: sh`[ ! -s "$MP_CAPTURE_FILE" ] || mp_maria <"$MP_CAPTURE_FILE"`.displayAs(
      'make them again as they were',
    ),
    listLeftovers: sh`:`,
    result: 'Anonymous users and the empty test database are dropped',
    idempotent: true,
  };
}
