import { setMaxListeners } from 'node:events';

export interface JoinedSignal {
  /** Aborted with the first source, or by `abort`. */
  signal: AbortSignal;
  abort(reason: unknown): void;
  /** Stops listening to the sources. Call it when the work that the signal bounds has ended. */
  release(): void;
}

/**
 * One signal for several that live longer than the work it bounds. `AbortSignal.any` would leave a reference in each source for as long
 * as that lives, and Node keeps a composite signal with a listener, and all that the listener knows, until a source is aborted.
 */
export function joinSignals(...sources: readonly AbortSignal[]): JoinedSignal {
  const controller = new AbortController();
  const abort = (reason: unknown): void => {
    release();
    controller.abort(reason);
  };
  const listeners = sources.map((source) => ({ source, listener: () => abort(source.reason) }));
  const release = (): void => {
    for (const { source, listener } of listeners) source.removeEventListener('abort', listener);
  };
  for (const { source, listener } of listeners) {
    expectMany(source);
    source.addEventListener('abort', listener, { once: true });
  }
  const aborted = sources.find((source) => source.aborted);
  if (aborted) abort(aborted.reason);
  return { signal: controller.signal, abort, release };
}

/** The promise's result, or the signal's reason if that comes first. Nothing listens to the signal afterwards. */
export function raceAbort<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason as Error);
    if (signal.aborted) onAbort();
    else expectMany(signal).addEventListener('abort', onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}

/** A connection's or an activity's signal bounds many calls at once, each of which lets go of it: Node would take the eleventh for a leak. */
function expectMany(signal: AbortSignal): AbortSignal {
  setMaxListeners(0, signal);
  return signal;
}
