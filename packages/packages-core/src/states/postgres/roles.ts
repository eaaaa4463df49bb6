import type { Secret } from '../../dsl/secret';
import { sh } from '../../dsl/sh';
import type { State } from '../../dsl/state';
import { assertion } from '../assertion';
import { assertName, wordsOf } from './names';
import type { Cluster } from './names';

export interface RoleOptions {
  at: Cluster;
  password: Secret;
  createDatabases?: boolean;
}

/**
 * A role may log in with this password. It goes through a pipe, and the server is told not to log it. Undone, the role is as it was before, its
 * former password included, or gone; one that owns something by then stays.
 */
export function role(name: string, { at, password, createDatabases = false }: RoleOptions): State {
  assertName(name);
  const [, port] = wordsOf(at);
  const flag = createDatabases ? 'CREATEDB' : 'NOCREATEDB';
  return {
    id: `role_${name}`,
    label: `The role ${name} may log in${createDatabases ? ' and create databases' : ''}`,
    action: `Create the role ${name}, or set its password`,
    check: sh`
      mp_pg_has_role ${port} ${name} ${flag} || exit
      ${password} | mp_pg_logs_in ${port} ${name} postgres
    `.displayAs(`\\du ${name}`),
    apply: sh`${password} | mp_pg_write_role ${port} ${name} ${flag}`.displayAs(
      `ALTER ROLE ${name} LOGIN ${flag} PASSWORD ${password.masked}`,
    ),
    verify: sh`mp_pg_has_role ${port} ${name} ${flag}`.displayAs(`\\du ${name}`),
    capture: sh`mp_pg_capture_role ${port} ${name}`.displayAs(`\\du ${name}`),
    undo: sh`mp_pg_restore_role ${port} ${name}`.displayAs(`put the role ${name} back as it was`),
    listLeftovers: sh`if ( mp_pg_role_exists ${port} ${name} ); then echo ${`the role ${name}`}; fi`,
    result: `The role ${name} exists`,
    idempotent: true,
  };
}

/** There is no such role. What it owns has to go first, or to another role: PostgreSQL names it. Undone, it is there again with its password. */
export function roleAbsent(name: string, { at }: { at: Cluster }): State {
  assertName(name);
  const [, port] = wordsOf(at);
  return {
    id: `role_absent_${name}`,
    label: `There is no role ${name}`,
    action: `Drop the role ${name}`,
    check: sh`
      mp_pg_role_exists ${port} ${name}
      case $? in 0) exit 1 ;; 1) exit 0 ;; *) exit 2 ;; esac
    `.displayAs(`\\du ${name}`),
    apply: sh`mp_pg_drop_role ${port} ${name}`.displayAs(`DROP ROLE ${name}`),
    capture: sh`mp_pg_capture_role ${port} ${name}`.displayAs(`\\du ${name}`),
    undo: sh`mp_pg_restore_role ${port} ${name}`.displayAs(`CREATE ROLE ${name} as it was`),
    leftoverLabel: `the role ${name}`,
    result: `The role ${name} is dropped`,
    idempotent: true,
  };
}

/** The role can log in to that database with its password, over TCP, as an application does. */
export function logsIn(
  name: string,
  { at, password, database }: { at: Cluster; password: Secret; database: string },
): State {
  [name, database].forEach(assertName);
  const [, port] = wordsOf(at);
  return assertion({
    id: `logs_in_${name}_${database}`,
    label: `${name} can log in to ${database}`,
    check: sh`${password} | mp_pg_logs_in ${port} ${name} ${database}`.displayAs(
      `psql -h 127.0.0.1 -p ${port} -U ${name} ${database}`,
    ),
    timeoutSeconds: 15,
    onFailure: sh`
      { echo ${`${name} cannot log in to ${database} on 127.0.0.1:${port}.`}; ${password} | mp_pg_log_in ${port} ${name} ${database}; } >&2
    `,
  });
}
