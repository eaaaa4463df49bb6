import type { Database } from '@milepost/db/client';

const EVERY_MS = 300;

export interface PauseWatch {
  /** Aborted once somebody asks for a pause. */
  signal: AbortSignal;
  stop(): void;
}

/** Looks at the operation's row while its milestone runs: no message can be lost that is a row. */
export function watchPause(
  db: Database,
  { operationId, signal }: { operationId: string; signal: AbortSignal },
): PauseWatch {
  const requested = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const stop = (): void => {
    stopped = true;
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  };
  const check = async (): Promise<void> => {
    // A database that is away is asked again.
    const row = await db.operation
      .findUnique({ where: { id: operationId }, select: { status: true } })
      .catch(() => null);
    if (row?.status === 'pausing') requested.abort();
    else if (!stopped) schedule();
  };
  const schedule = (): void => {
    timer = setTimeout(() => void check(), EVERY_MS);
  };
  signal.addEventListener('abort', stop, { once: true });
  schedule();
  return { signal: requested.signal, stop };
}
