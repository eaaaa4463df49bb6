import type { Database } from '../client';
import { drive } from './drive';
import { insertServer, submission, submitted } from './rows';

/** The first milestone of a new operation, begun: whose output can be stored. */
export async function runningCommand(
  db: Database,
): Promise<{ operationId: string; commandId: string; milestone: number }> {
  const operationId = await submitted(db, submission(await insertServer(db)));
  const driven = drive(db, operationId);
  await driven.open();
  await driven.prepare();
  return { operationId, commandId: (await driven.begin(1)).id, milestone: 1 };
}
