import { sh } from '../../dsl/sh';
import type { State } from '../../dsl/state';
import { POSTGRES_CAUSES } from '../failures/postgres';
import { assertName, wordsOf } from './names';
import type { Cluster } from './names';

/** What a role may do in a database of another. `read`: look at all tables; `write`: also change what is in them. */
export type Level = 'none' | 'read' | 'write';

const MAY: Record<Level, string> = {
  none: 'has no rights in',
  read: 'may read',
  write: 'may read and change',
};

/**
 * A role has exactly these rights in a database, also for tables that its owner makes later. Undone, it has those that it had, unless they were
 * none of these.
 */
export function access(
  role: string,
  { at, database, level }: { at: Cluster; database: string; level: Level },
): State {
  [role, database].forEach(assertName);
  const [, port] = wordsOf(at);
  const words = [port, role, database];
  const display =
    level === 'none'
      ? `REVOKE ALL on what is in ${database} FROM ${role}`
      : `GRANT CONNECT and ${level === 'read' ? 'SELECT' : 'SELECT, INSERT, UPDATE, DELETE'} on what is in ${database} TO ${role}`;
  return {
    id: `access_${role}_${database}`,
    label: `The role ${role} ${MAY[level]} the database ${database}`,
    action:
      level === 'none'
        ? `Take its rights in ${database} from the role ${role}`
        : `Let the role ${role} ${level === 'read' ? 'read' : 'read and change'} the database ${database}`,
    check: sh`mp_pg_has_level ${words} ${level}`.displayAs(`\\dp of ${database}`),
    apply: sh`mp_pg_set_level ${words} ${level}`.displayAs(display),
    capture: sh`mp_pg_level ${words}`.displayAs(`\\dp of ${database}`),
    undo: sh`mp_pg_restore_level ${words}`.displayAs(`give ${role} the rights in ${database} that it had`),
    leftoverLabel: `rights of the role ${role} in the database ${database}`,
    failures: POSTGRES_CAUSES,
    result: `The role ${role} ${MAY[level]} the database ${database}`,
    idempotent: true,
  };
}
