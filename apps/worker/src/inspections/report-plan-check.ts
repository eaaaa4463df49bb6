import { setTimeout as sleep } from 'node:timers/promises';
import { writePlanCheck } from '@milepost/db/plan-checks/plan-check';
import type { PlanCheckProgress } from '@milepost/db/plan-checks/plan-check';
import type { Dependencies } from '../startup/dependencies';
import { Refused } from './refused';

export interface PlanCheckReport {
  /** Aborted once nobody waits for the check any more. */
  unwanted: AbortSignal;
  /** Progress was made: it is stored as soon as the previous write has finished. */
  changed(): void;
  /** Resolves when everything is stored. */
  end(): Promise<void>;
}

/** Between two writes. */
const INTERVAL_MS = 150;
/** A sign of life for who waits, where no check ends. */
const KEEP_ALIVE_MS = 3_000;

/** Records how far the check of a plan has come, at once and after each change. Without an id it does nothing. */
export function reportPlanCheck(
  { db, log, publishPlanCheck }: Pick<Dependencies, 'db' | 'log' | 'publishPlanCheck'>,
  id: string | undefined,
  progress: () => PlanCheckProgress,
): PlanCheckReport {
  const unwanted = new AbortController();
  const ending = new AbortController();
  let due = false;
  let writing: Promise<void> | null = null;

  async function write(checkId: string): Promise<void> {
    while (due && !unwanted.signal.aborted) {
      due = false;
      if (await writePlanCheck(db, checkId, progress())) publishPlanCheck(checkId);
      else unwanted.abort(new Refused({ code: 'unwanted' }));
      await sleep(INTERVAL_MS, undefined, { signal: ending.signal }).catch(() => undefined);
    }
  }

  function changed(): void {
    if (id === undefined) return;
    due = true;
    writing ??= write(id)
      .catch((error: unknown) => log.warn({ reason: String(error) }, 'A plan check cannot be reported'))
      .finally(() => (writing = null));
  }

  changed();
  const timer = setInterval(changed, KEEP_ALIVE_MS);
  return {
    unwanted: unwanted.signal,
    changed,
    async end() {
      clearInterval(timer);
      ending.abort();
      await writing;
    },
  };
}
