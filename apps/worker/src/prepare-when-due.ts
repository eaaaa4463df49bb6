import type { Transaction } from '@milepost/db/client';
import { transaction } from '@milepost/db/client';
import { lockOperation } from '@milepost/db/operations/lock-operation';
import type { LockedOperation } from '@milepost/db/operations/lock-operation';
import { nextOf } from '@milepost/db/operations/next-of';
import { readNext } from '@milepost/db/operations/read-next';
import { markPrepared, refuseOperation } from '@milepost/db/operations/settle-preparation';
import type { ServerFacts } from '@milepost/packages-core/contract/facts';
import type { OperationActivities } from '@milepost/packages-core/contract/operation-workflow';
import { PLAN_FORMAT } from '@milepost/packages-core/contract/plan';
import type { Plan } from '@milepost/packages-core/contract/plan';
import { findPackage } from '@milepost/packages-core/dsl/catalogue';
import { against } from '@milepost/packages-core/dsl/against';
import type { Dependencies } from '../dependencies';

/** Judges facts and guards while the lane is held; the plan was pinned when the operation was submitted. */
export function createPrepare({
  db,
  decideWithinMs,
}: Pick<Dependencies, 'db' | 'decideWithinMs'>): OperationActivities['prepare'] {
  return (operationId) =>
    transaction(db, async (tx) => {
      const operation = await lockOperation(tx, operationId);
      if (nextOf(operation).do === 'prepare') {
        const sentence = await objection(tx, operation);
        if (sentence === null) await markPrepared(tx, operation);
        else await refuseOperation(tx, { operation, sentence, decideWithinMs });
      }
      return readNext(tx, operationId);
    });
}

async function objection(tx: Transaction, operation: LockedOperation): Promise<string | null> {
  const { format, body } = await tx.plan.findUniqueOrThrow({
    where: { hash: operation.planHash },
    select: { format: true, body: true },
  });
  if (format !== PLAN_FORMAT)
    return `Its plan is of format ${format}, which this version of Milepost does not know.`;

  if (operation.direction === -1) return null; // the way back is always open

  const server = await tx.server.findUniqueOrThrow({ where: { id: operation.serverId } });
  if (server.status !== 'ready') return server.problem ?? `${server.name} has not joined yet.`;

  const definition = findPackage(operation.packageId) ?? pinnedGuards(operation, body as unknown as Plan);
  if (!definition) return null; // the plan is pinned: it runs without its definition
  const installed = await tx.installation.findMany({
    where: { serverId: operation.serverId, uninstalledAt: null, packageId: { not: operation.packageId } },
    select: { packageId: true, status: true },
  });
  const facts = server.facts as unknown as ServerFacts | null;
  return against({ kind: operation.kind, definition, facts, installed, find: findPackage });
}

/** The definition is gone since: what the plan kept of it. */
function pinnedGuards({ packageId: id }: LockedOperation, { guards }: Plan) {
  return guards && { ...guards, id, supports: null };
}
