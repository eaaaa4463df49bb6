import { requestError } from '../errors/request-error';
import { processSingleton } from '../process/singleton';

interface GateOptions {
  /** How many run at once. */
  atOnce: number;
  /** How many wait at most, in each of the two queues. */
  waiting: number;
}

/** Lets a few run at once and a few wait. */
export interface Gate {
  /**
   * Runs `work` when its turn comes: those with `first` before all others, and in a queue of their own, which others
   * cannot fill.
   *
   * @throws AppError TOO_MANY_REQUESTS when the queue is full
   */
  run: <T>(work: () => Promise<T>, options?: { first?: boolean }) => Promise<T>;
}

export function createGate({ atOnce, waiting }: GateOptions): Gate {
  let running = 0;
  const ahead: (() => void)[] = [];
  const others: (() => void)[] = [];
  return {
    run: async (work, { first = false } = {}) => {
      if (running >= atOnce) {
        const queue = first ? ahead : others;
        if (queue.length >= waiting) throw requestError('TOO_MANY_REQUESTS', { code: 'console_busy' });
        await new Promise<void>((resolve) => queue.push(resolve)); // it is handed the place of one that ended
      } else running++;
      try {
        return await work();
      } finally {
        const next = ahead.shift() ?? others.shift();
        if (next) next();
        else running--;
      }
    },
  };
}

/**
 * Everything that hashes a password passes here: each hash takes 32 MB and a core for about a tenth of a second, and
 * anybody can ask for one.
 */
export const passwordGate = processSingleton('password gate', () => createGate({ atOnce: 2, waiting: 16 }));
