import type { Transaction } from '@milepost/db/client';
import type { LockedOperation } from '@milepost/db/operations/lock-operation';
import { nextAfter, readNext } from '@milepost/db/operations/read-next';
import type { Standing } from '@milepost/db/operations/read-next';
import { markPrepared, refuseOperation } from '@milepost/db/operations/settle-preparation';
import type { Installation, Server } from '@milepost/db/types';
import type { ServerFacts } from '@milepost/packages-core/contract/facts';
import type { Next } from '@milepost/packages-core/contract/operation-workflow';
import { PLAN_FORMAT } from '@milepost/packages-core/contract/plan';
import type { Plan } from '@milepost/packages-core/contract/plan';
import { findPackage } from '@milepost/packages-core/dsl/catalogue';
import { against } from '@milepost/packages-core/dsl/against';
import type { Dependencies } from './dependencies';

/**
 * Judges facts and guards if that is what comes next, while the lane is held, and answers what comes then; the plan was pinned
 * when the operation was submitted. Whoever finds it due does it in his own transaction, which saves a hop through Temporal. The
 * operation is locked.
 */
export async function prepareWhenDue(
  tx: Transaction,
  { operation, next, readPlan, decideWithinMs }: Standing & Pick<Dependencies, 'readPlan' | 'decideWithinMs'>,
): Promise<Next> {
  if (next.do !== 'prepare') return next;
  const sentence = await objection(tx, operation, await readPlan(operation.planHash, tx));
  if (sentence === null) return nextAfter(tx, await markPrepared(tx, operation));
  await refuseOperation(tx, { operation, sentence, decideWithinMs });
  return readNext(tx, operation.id);
}

/** The server as it is now, and what is installed on it beside the operation's own package. */
interface Found extends Pick<Server, 'name' | 'status' | 'problem'> {
  facts: ServerFacts | null;
  installed: Pick<Installation, 'packageId' | 'status'>[];
}

async function objection(tx: Transaction, operation: LockedOperation, plan: Plan): Promise<string | null> {
  const format: number = plan.format; // as it was stored, by whichever version
  if (format !== PLAN_FORMAT)
    return `Its plan is of format ${format}, which this version of Milepost does not know.`;

  if (operation.direction === -1) return null; // the way back is always open

  const [server] = await tx.$queryRaw<Found[]>`
    select name, status, problem, facts, (
      select coalesce(json_agg(json_build_object('packageId', package_id, 'status', status)), '[]') from installations
      where server_id = s.id and uninstalled_at is null and package_id <> ${operation.packageId}) as installed
    from servers s where id = ${operation.serverId}`;
  if (!server) throw new Error(`There is no server ${operation.serverId}`);
  const { facts, installed } = server;
  if (server.status !== 'ready') return server.problem ?? `${server.name} has not joined yet.`;

  // Where the definition is gone since: what the plan kept of it.
  const pinned = plan.guards && { ...plan.guards, id: operation.packageId, supports: null };
  const definition = findPackage(operation.packageId) ?? pinned;
  if (!definition) return null; // the plan is pinned: it runs without its definition
  return against({ kind: operation.kind, definition, facts, installed, find: findPackage });
}
