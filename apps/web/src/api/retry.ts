import { isRetryable, toProblem } from './problem';

const FIRST_DELAY_MS = 1_000;
/** A read that met the limit of requests is tried so many times more, each time later. */
const LIMITED_RETRIES = 4;

/** Whether a read is tried again before the page shows its failure, after `failures` retries. */
export function shouldRetry(failures: number, error: unknown): boolean {
  const most = toProblem(error).code === 'TOO_MANY_REQUESTS' ? LIMITED_RETRIES : 1;
  return failures < most && isRetryable(error);
}

/** Milliseconds before that try: twice as long each time, never earlier than the API asks, and not all reads of a page at once. */
export function retryDelayMs(failures: number, error: unknown): number {
  const backoff = FIRST_DELAY_MS * 2 ** failures;
  const asked = toProblem(error).retryAfterMs ?? 0;
  return Math.max(backoff, asked) + Math.random() * (asked === 0 ? 0 : FIRST_DELAY_MS);
}
