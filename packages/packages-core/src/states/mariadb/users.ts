import type { Secret } from '../../dsl/secret';
import { sh } from '../../dsl/sh';
import type { State } from '../../dsl/state';
import { assertHost, assertName } from './names';

export interface MariadbUserOptions {
  password: Secret;
  /** From where: `localhost` when left out, also over TCP; `%` is everywhere. */
  host?: string;
  /** Databases in which the user may do everything; rights elsewhere stay as they are. */
  databases?: readonly string[];
}

/**
 * A user may log in with this password and use these databases. The password goes through pipes. Undone, the user is as before, the former
 * password included, or gone.
 */
export function user(
  name: string,
  { password, host = 'localhost', databases = [] }: MariadbUserOptions,
): State {
  [name, ...databases].forEach(assertName);
  assertHost(host);
  return {
    id: `mariadb_user_${name}`,
    label: `The user ${name}@${host} may log in${databases.length > 0 ? ` and use ${databases.join(', ')}` : ''}`,
    action: `Create the user ${name}@${host}, or set its password`,
    check: sh`
      mp_maria_has_user ${name} ${host} ${databases} || exit
      ${password} | mp_maria_logs_in ${name} ${host}
    `.displayAs(`SHOW GRANTS FOR '${name}'@'${host}'`),
    apply: sh`${password} | mp_maria_write_user ${name} ${host} ${databases}`.displayAs(
      [
        `CREATE USER '${name}'@'${host}' IDENTIFIED BY ${password.masked}`,
        ...databases.map((database) => `GRANT ALL ON ${database}.* TO '${name}'@'${host}'`),
      ].join('\n'),
    ),
    verify: sh`mp_maria_has_user ${name} ${host} ${databases}`.displayAs(
      `SHOW GRANTS FOR '${name}'@'${host}'`,
    ),
    capture: sh`mp_maria_capture_user ${name} ${host}`.displayAs(`SHOW CREATE USER '${name}'@'${host}'`),
    undo: sh`mp_maria_restore_user ${name} ${host}`.displayAs(`put the user ${name}@${host} back as it was`),
    listLeftovers: sh`if ( mp_maria_user_exists ${name} ${host} ); then echo ${`the user ${name}@${host} of MariaDB`}; fi`,
    result: `The user ${name}@${host} exists`,
    idempotent: true,
  };
}

/** There is no such user. Undone, it is there again with its password and rights. */
export function userAbsent(
  name: string,
  { host = 'localhost' }: Pick<MariadbUserOptions, 'host'> = {},
): State {
  assertName(name);
  assertHost(host);
  return {
    id: `mariadb_user_absent_${name}`,
    label: `There is no user ${name}@${host}`,
    action: `Drop the user ${name}@${host}`,
    check: sh`
      mp_maria_user_exists ${name} ${host}
      case $? in 0) exit 1 ;; 1) exit 0 ;; *) exit 2 ;; esac
    `.displayAs(`SELECT FROM mysql.user WHERE user = '${name}'`),
    apply: sh`mp_maria_drop_user ${name} ${host}`.displayAs(`DROP USER '${name}'@'${host}'`),
    capture: sh`mp_maria_capture_user ${name} ${host}`.displayAs(`SHOW CREATE USER '${name}'@'${host}'`),
    undo: sh`mp_maria_restore_user ${name} ${host}`.displayAs(`CREATE USER '${name}'@'${host}' as it was`),
    leftoverLabel: `the user ${name}@${host} of MariaDB`,
    result: `The user ${name}@${host} is dropped`,
    idempotent: true,
  };
}
