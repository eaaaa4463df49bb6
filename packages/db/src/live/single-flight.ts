import type { Transaction } from '../client';

/** Calls `read` unless a call in flight can be shared: `key` names everything that the result depends on. */
export type SingleFlight = <T>(key: string, read: () => Promise<T>) => Promise<T>;

interface Flight {
  running: Promise<unknown>;
  next: Promise<unknown> | undefined;
}

/**
 * Merges concurrent reads of the same key. A call while one is in flight gets the next one, which begins after it: a result
 * is never older than its request.
 */
export function createSingleFlight(): SingleFlight {
  const flights = new Map<string, Flight>();

  function start<T>(key: string, read: () => Promise<T>): Promise<T> {
    const running = read();
    const flight: Flight = { running, next: undefined };
    flights.set(key, flight);
    const removeWhenLast = (): void => {
      if (flights.get(key) === flight && !flight.next) flights.delete(key);
    };
    running.then(removeWhenLast, removeWhenLast);
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

const singleFlights = new WeakMap<Transaction, SingleFlight>();

/** The one of a database's connections. */
export function singleFlightOf(db: Transaction): SingleFlight {
  const known = singleFlights.get(db) ?? createSingleFlight();
  singleFlights.set(db, known);
  return known;
}
