import { registerPracticeServer } from '@milepost/api/practice/register-practice-server';
import type { ServerProblem } from '@milepost/contract/errors/server-problem';
import { serverProblemMessage } from '@milepost/contract/messages/errors/server-errors';
import type { Database } from '@milepost/db/client';
import { Client, Connection } from '@temporalio/client';
import { waitUntil } from '../../services/wait-until';
import type { RunningServices, PracticeServer } from '../start-context';

const JOIN_MS = 60_000;

/** Registers the server and waits until the worker has joined it. Answers null, or in a sentence why it is not ready. */
export async function registerPractice(
  { db, signal }: { db: Database; signal: AbortSignal },
  { services, keys }: RunningServices,
  server: PracticeServer,
): Promise<string | null> {
  const connection = await Connection.connect({ address: services.temporalAddress, connectTimeout: '5s' });
  try {
    const temporal = new Client({ connection, namespace: services.temporalNamespace });
    const { serverId } = await registerPracticeServer({
      ...{ db, temporal, sealingKey: keys.sealingKey },
      ...server,
    });
    let row = await db.server.findUniqueOrThrow({ where: { id: serverId } });
    await waitUntil(
      async () => {
        row = await db.server.findUniqueOrThrow({ where: { id: serverId } });
        return row.status !== 'enrolling';
      },
      { timeoutMs: JOIN_MS, signal },
    );
    if (row.status === 'ready') return null;
    return row.problem === null
      ? `it is ${row.status}`
      : serverProblemMessage(row.problem as unknown as ServerProblem);
  } finally {
    await connection.close();
  }
}
