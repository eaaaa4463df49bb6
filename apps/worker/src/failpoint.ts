import { readFileSync, renameSync } from 'node:fs';

/** Where a test can have the worker die (SIGKILL) or freeze (SIGSTOP). */
export type Place =
  /** Temporal was told what an outbox row says; the row is not marked as sent. */
  | 'delivered'
  /** Before the intent is committed. */
  | 'intent'
  /** The intent is committed, nothing is sent. */
  | 'send'
  /** The request is on its way, its answer is not here. */
  | 'sent'
  /** The server has proven its claim, which is not stored. */
  | 'claim'
  /** The command's answer is here, and not stored. */
  | 'exit-record'
  /** Before it is stored, or inside the transaction that does. */
  | 'event-commit'
  /** It is stored, and Temporal does not know. */
  | 'completion'
  /** The server's side is stopped, the conclusion is not stored. */
  | 'close';

interface Wanted {
  at: Place;
  /** Counts from 1; any, when left out. */
  milestone?: number;
  signal: 'SIGKILL' | 'SIGSTOP';
  /** Milliseconds after the place was passed. */
  afterMs?: number;
}

export type Failpoint = (at: Place, milestone?: number) => void;

/** Tests only: takes what `file` asks for (a rename, so once), at the named place. Without a file it does nothing. */
export function createFailpoint(file: string | undefined): Failpoint {
  if (!file) return () => undefined;
  return (at, milestone) => {
    const wanted = read(file);
    if (wanted?.at !== at || (wanted.milestone ?? milestone) !== milestone) return;
    renameSync(file, `${file}.${process.pid}`);
    if (wanted.afterMs) setTimeout(() => process.kill(process.pid, wanted.signal), wanted.afterMs);
    else strike(wanted.signal);
  };
}

function read(file: string): Wanted | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Wanted;
  } catch {
    return undefined; // nothing is asked for
  }
}

function strike(signal: Wanted['signal']): void {
  process.kill(process.pid, signal);
  const until = Date.now() + 50;
  while (Date.now() < until); // the signal arrives before the next line runs
}
