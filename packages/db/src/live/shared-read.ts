import type { Transaction } from '../client';

/** Does `read` unless the answer of another's will do: `key` names all that it depends on. */
export type SharedRead = <T>(key: string, read: () => Promise<T>) => Promise<T>;

interface Flight {
  running: Promise<unknown>;
  next: Promise<unknown> | undefined;
}

/**
 * Reads that several need at one moment are one. Who asks while one is under way gets the next, which begins after it: an answer
 * is never older than its question.
 */
export function createSharedRead(): SharedRead {
  const flights = new Map<string, Flight>();

  function start<T>(key: string, read: () => Promise<T>): Promise<T> {
    const running = read();
    const flight: Flight = { running, next: undefined };
    flights.set(key, flight);
    const landed = (): void => {
      if (flights.get(key) === flight && !flight.next) flights.delete(key);
    };
    running.then(landed, landed);
    return running;
  }

  return <T>(key: string, read: () => Promise<T>): Promise<T> => {
    const flight = flights.get(key);
    if (!flight) return start(key, read);
    const begin = (): Promise<T> => start(key, read);
    flight.next ??= flight.running.then(begin, begin);
    return flight.next as Promise<T>;
  };
}

const shared = new WeakMap<Transaction, SharedRead>();

/** The one of a database's connections. */
export function sharedReadOf(db: Transaction): SharedRead {
  const known = shared.get(db) ?? createSharedRead();
  shared.set(db, known);
  return known;
}
