export interface Stop {
  /** Aborted when everything must end. */
  signal: AbortSignal;
  /** Aborted when somebody asked a second time: no grace any more. */
  hurry: AbortSignal;
  /** Resolves when everything must end: null where a person asked for it, else the error. The first one counts. */
  asked: Promise<unknown>;
  now(reason: unknown): void;
}

/** npm hands Ctrl-C on to us though the terminal gave it to us already: what comes within a second is the same press. */
const SAME_PRESS_MS = 1000;

/** Ctrl-C, `kill` and a closed terminal all ask for an orderly end; asked again, it is a quick one. */
export function listenForStop(): Stop {
  const stopping = new AbortController();
  const hurrying = new AbortController();
  let resolve: (reason: unknown) => void = () => undefined;
  const asked = new Promise<unknown>((settle) => (resolve = settle));
  let since = 0;
  const now = (reason: unknown) => {
    if (since === 0) since = Date.now();
    stopping.abort();
    resolve(reason);
  };
  const onSignal = () => {
    if (since !== 0 && Date.now() - since > SAME_PRESS_MS) hurrying.abort();
    now(null);
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, onSignal);
  // `kill` of npm ends the shell between npm and us, which hands nothing on: we would be orphaned.
  const parent = process.ppid;
  const startedByNpm = process.env.npm_lifecycle_event !== undefined;
  if (startedByNpm) setInterval(() => process.ppid !== parent && now(null), 500).unref();
  return { signal: stopping.signal, hurry: hurrying.signal, asked, now };
}
