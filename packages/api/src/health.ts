import { requestErrorMessage } from '@milepost/contract/messages/errors/request-errors';
import { ping } from '@milepost/db/ping';
import { dependencies } from './process/dependencies';

/** For `/api/health`: 200 while the database answers, else 503. */
export async function handleHealth(): Promise<Response> {
  try {
    const { db } = dependencies();
    await ping(db);
    return Response.json({ status: 'ok' });
  } catch {
    return Response.json(
      { status: 'unavailable', problem: requestErrorMessage({ code: 'database_away' }) },
      { status: 503 },
    );
  }
}
