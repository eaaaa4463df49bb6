/** A server that sends nothing for so long is reported as silent: its keepalive replies come every 2 s. */
export const SILENT_MS = 5_000;

const CHECK_INTERVAL_MS = 250;

interface SilenceWatch {
  /** When the last byte came, in milliseconds since the epoch. */
  lastByteAt: () => number;
  onSilent: (since: Date) => void;
  /** Bytes come again. */
  onResumed: () => void;
}

/** Reports silences until the returned function is called; that answers whether one lasts. */
export function watchSilence({ lastByteAt, onSilent, onResumed }: SilenceWatch): () => boolean {
  let silent = false;
  const check = (): void => {
    const since = lastByteAt();
    const isSilent = Date.now() - since >= SILENT_MS;
    if (isSilent === silent || stopped) return;
    silent = isSilent;
    if (silent) onSilent(new Date(since));
    else onResumed();
  };
  let stopped = false;
  // After a stall of this process, what has come meanwhile is read before it is judged.
  const timer = setInterval(() => setImmediate(check), CHECK_INTERVAL_MS).unref();
  return () => {
    stopped = true;
    clearInterval(timer);
    return silent;
  };
}
