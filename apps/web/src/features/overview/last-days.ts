import type { Overview } from '@milepost/api/overview-views';

type Day = Overview['last30Days']['days'][number];

const DAY_MS = 24 * 60 * 60 * 1_000;

/** Thirty days up to today (UTC, as the API counts them), those on which nothing ended too. */
export function lastDays(days: Day[], now: number): Day[] {
  const known = new Map(days.map((day) => [day.day, day]));
  return Array.from({ length: 30 }, (_, index) => {
    const day = new Date(now - (29 - index) * DAY_MS).toISOString().slice(0, 10);
    return known.get(day) ?? { day, succeeded: 0, failed: 0, medianMs: null, p90Ms: null };
  });
}
