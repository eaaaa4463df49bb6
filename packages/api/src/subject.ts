import { findPackage } from '@milepost/packages-core/dsl/catalog';
import { readSession } from './auth/read-session';
import { dependencies } from './process/dependencies';
import { findStacks } from './services/stacks/find-stack';

/** What a page of the console is about. */
export interface Subject {
  kind: 'server' | 'operation' | 'installation' | 'package' | 'stack' | 'stack_run';
  id: string;
}

/**
 * Whether the subject of a page does not exist, for the HTTP status of that page. Only a signed-in person learns it; while the database
 * is away nothing is missing, and the page itself says what is wrong.
 */
export async function isSubjectMissing({ kind, id }: Subject, headers: Headers): Promise<boolean> {
  const { auth, db } = dependencies();
  try {
    if ((await readSession(auth, headers)) === null) return false;
    switch (kind) {
      case 'server':
        return (await db.server.count({ where: { id } })) === 0;
      case 'operation':
        return (await db.operation.count({ where: { id } })) === 0;
      case 'installation':
        return (await db.installation.count({ where: { id } })) === 0;
      case 'stack':
        return !(await findStacks(db)).some((stack) => stack.id === id);
      case 'stack_run':
        return (await db.stackRun.count({ where: { id } })) === 0;
      case 'package':
        return findPackage(id) === undefined;
    }
  } catch {
    return false;
  }
}
