import { sql } from 'kysely';
import type { Transaction } from '../client';

export interface Rights {
  /** The role of this connection. */
  role: string;
  /** Whether it may write what workers act on: everybody but the workers and the owner should not. */
  writesPlans: boolean;
}

export function readRights(db: Transaction): Promise<Rights> {
  return db.kysely
    .selectNoFrom([
      sql<string>`current_user`.as('role'),
      sql<boolean>`has_any_column_privilege('plans', 'insert') or has_any_column_privilege('operations', 'update')`.as(
        'writesPlans',
      ),
    ])
    .executeTakeFirstOrThrow();
}
