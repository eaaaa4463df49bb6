import { readFileSync, renameSync } from 'node:fs';

/** Where a test can have the worker die (SIGKILL) or freeze (SIGSTOP). */
export type FailpointName =
  /** An outbox row was delivered to Temporal; the row is not marked as sent. */
  | 'delivered'
  /** Before the intent is committed. */
  | 'intent'
  /** The intent is committed, nothing is sent. */
  | 'send'
  /** The request is on its way, its answer is not here. */
  | 'sent'
  /** The server has confirmed its claim, which is not stored. */
  | 'claim'
  /** A guarded change waits to be confirmed. */
  | 'confirm'
  /** The command's answer is here, and not stored. */
  | 'exit-record'
  /** Before it is stored, or inside the transaction that does. */
  | 'event-commit'
  /** It is stored, and Temporal does not know. */
  | 'completion'
  /** The server's side is stopped, the conclusion is not stored. */
  | 'close';

interface FailpointRequest {
  at: FailpointName;
  /** Counts from 1; any, when left out. */
  milestone?: number;
  signal: 'SIGKILL' | 'SIGSTOP';
  /** Milliseconds after the place was passed. */
  afterMs?: number;
}

export type Failpoint = (at: FailpointName, milestone?: number) => void;

/** Tests only: takes what `file` asks for (a rename, so once), at the named place. Without a file it does nothing. */
export function createFailpoint(file: string | undefined): Failpoint {
  if (!file) return () => undefined;
  return (at, milestone) => {
    const request = read(file);
    if (request?.at !== at || (request.milestone ?? milestone) !== milestone) return;
    renameSync(file, `${file}.${process.pid}`);
    if (request.afterMs) setTimeout(() => process.kill(process.pid, request.signal), request.afterMs);
    else trigger(request.signal);
  };
}

function read(file: string): FailpointRequest | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as FailpointRequest;
  } catch {
    return undefined; // nothing is asked for
  }
}

function trigger(signal: FailpointRequest['signal']): void {
  process.kill(process.pid, signal);
  const until = Date.now() + 50;
  while (Date.now() < until); // the signal arrives before the next line runs
}
