import type { Client } from '@temporalio/client';

/** The workflow engine did not answer in time, or cannot be reached. */
export class EngineUnreachable extends Error {
  override readonly name = 'EngineUnreachable';
}

/**
 * Does something with the workflow engine, bounded in time. gRPC checks its deadline late while it connects (1.8 s for
 * 1.5), so the clock here has the last word. Throws EngineUnreachable.
 */
export async function withDeadline<T>(temporal: Client, ms: number, work: () => Promise<T>): Promise<T> {
  const attempt = temporal.withDeadline(Date.now() + ms, work);
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new EngineUnreachable(`No answer within ${ms} ms`));
    }, ms);
  });
  try {
    return await Promise.race([attempt, deadline]);
  } catch (error) {
    if (isUnreachable(error))
      throw new EngineUnreachable('The workflow engine cannot be reached', { cause: error });
    throw error;
  } finally {
    clearTimeout(timer);
    attempt.catch(() => undefined); // it may fail later, when nobody listens any more
  }
}

const CANCELLED = 1;
const DEADLINE_EXCEEDED = 4;
const UNAVAILABLE = 14;

/** gRPC's status, here or in a cause: the client wraps it. */
function isUnreachable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code: unknown = 'code' in error ? error.code : undefined;
  if (code === CANCELLED || code === DEADLINE_EXCEEDED || code === UNAVAILABLE) return true;
  return isUnreachable(error.cause);
}
