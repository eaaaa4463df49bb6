import type { Secret } from '../../dsl/secret';
import { sh } from '../../dsl/sh';
import type { State } from '../../dsl/state';
import { assertion } from '../assertion';
import { POSTGRES_CAUSES } from '../failures/postgres';
import { precondition } from '../precondition';
import { assertName, wordsOf } from './names';
import type { Cluster } from './names';

export interface RoleOptions {
  at: Cluster;
  password: Secret;
  createDatabases?: boolean;
  /** Milepost has not made it before: where there is a role that is called so, the preview says what changes. */
  isNew?: boolean;
}

/**
 * A role may log in with this password. It goes through a pipe, and the server is told not to log it. Undone, the role is as it was before, its
 * former password included, or gone; one that owns something by then stays.
 */
export function role(
  name: string,
  { at, password, createDatabases = false, isNew = false }: RoleOptions,
): State {
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
    ...(isNew && { preview: sh`mp_pg_role_findings ${port} ${name}`.displayAs(`\\du ${name}`) }),
    capture: sh`mp_pg_capture_role ${port} ${name}`.displayAs(`\\du ${name}`),
    undo: sh`mp_pg_restore_role ${port} ${name}`.displayAs(`put the role ${name} back as it was`),
    listLeftovers: sh`if ( mp_pg_role_exists ${port} ${name} ); then echo ${`the role ${name}`}; fi`,
    failures: POSTGRES_CAUSES,
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
    failures: POSTGRES_CAUSES,
    result: `The role ${name} is dropped`,
    idempotent: true,
  };
}

/** No role of this name administers the cluster: one that does is never taken over. */
export function roleFree(name: string, { at, field }: { at: Cluster; field: string }): State {
  assertName(name);
  const [, port] = wordsOf(at);
  return {
    ...precondition({
      id: `free_${name}`,
      label: `The role ${name} is not one that administers PostgreSQL`,
      reasons: sh`mp_pg_role_taken ${port} ${name}`,
      field,
      display: `\\du ${name}`,
    }),
    failures: POSTGRES_CAUSES,
  };
}

/** Nothing stands against dropping the role: it owns nothing, and has rights in these databases at most, from which they are taken first. */
export function roleDroppable(
  name: string,
  { at, databases, field }: { at: Cluster; databases: readonly string[]; field: string },
): State {
  [name, ...databases].forEach(assertName);
  const [, port] = wordsOf(at);
  return precondition({
    id: `droppable_${name}`,
    label: `The role ${name} owns nothing`,
    reasons: sh`mp_pg_role_obstacles ${port} ${name} ${databases}`,
    field,
    display: `SELECT FROM pg_shdepend of ${name}`,
  });
}

/** PostgreSQL says that there is no such role. */
export function roleGone(name: string, { at }: { at: Cluster }): State {
  assertName(name);
  const [, port] = wordsOf(at);
  return assertion({
    id: `role_gone_${name}`,
    label: `PostgreSQL has no role ${name}`,
    check: sh`
      mp_pg_role_exists ${port} ${name}
      case $? in 0) exit 1 ;; 1) exit 0 ;; *) exit 2 ;; esac
    `.displayAs(`\\du ${name}`),
    onFailure: sh`echo ${`The role ${name} is still there.`} >&2`,
  });
}

/** The role may be there or not: an uninstall that keeps it leaves it alone. PostgreSQL need not run. */
export function roleKept(name: string): State {
  assertName(name);
  return assertion({
    id: `role_kept_${name}`,
    label: `The role ${name} stays as it is on the server`,
    check: sh`:`.displayAs(`nothing is done to the role ${name}`),
    onFailure: sh`:`,
  });
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
