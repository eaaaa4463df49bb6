import { DatabaseError } from '@milepost/db/errors';
import type { Database } from '@milepost/db/client';
import { awaitAnswer } from '@milepost/db/requests/await-answer';
import type { RequestAnswer } from '@milepost/db/requests/await-answer';
import { makeRequest } from '@milepost/db/requests/make-request';
import type { PersonRequest } from '@milepost/db/requests/request';

interface Asked {
  request: PersonRequest;
  by: string;
}

/** A worker answers within some milliseconds. */
const WAIT_MS = 3_000;
const WITHOUT_WORKER_MS = 300;
/** After it has expired, no worker begins it; one that has begun gets so long. */
const GRACE_MS = 1_500;

/**
 * Asks the workers for a change that this process may not make itself, and waits a moment for the answer. Without one the request stays:
 * its page shows it, and it is carried out as soon as a worker runs.
 *
 * @throws DatabaseError the reason why it is not possible
 */
export async function requestChange(db: Database, asked: Asked): Promise<void> {
  const id = await makeRequest(db, { ...asked, expiresInMs: null });
  await awaitAnswer(db, id, { waitMs: WAIT_MS, withoutWorkerMs: WITHOUT_WORKER_MS });
}

/**
 * The same for what is of use only now: without an answer nothing is changed, then or later.
 *
 * @throws DatabaseError the reason why it is not possible, or request_expired
 */
export async function requestChangeNow(db: Database, asked: Asked): Promise<RequestAnswer> {
  const id = await makeRequest(db, { ...asked, expiresInMs: WAIT_MS });
  const waitMs = WAIT_MS + GRACE_MS;
  const answer = await awaitAnswer(db, id, { waitMs, withoutWorkerMs: waitMs });
  if (answer === null) throw new DatabaseError({ code: 'request_expired' });
  return answer;
}
