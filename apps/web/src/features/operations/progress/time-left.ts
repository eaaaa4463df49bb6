import type { MilestoneView } from '@milepost/api/views';

export interface TimeLeft {
  /** Milliseconds. */
  from: number;
  to: number;
}

/**
 * What is left of an operation by its earlier runs on this kind of system and by what its current milestone counts. Null where
 * that is not known: a milestone that never ran, or one that takes longer than it ever did.
 */
export function timeLeft(milestones: MilestoneView[], now: number): TimeLeft | null {
  const sum: TimeLeft = { from: 0, to: 0 };
  for (const milestone of milestones) {
    const part = leftOf(milestone, now);
    if (part === null) return null;
    sum.from += part.from;
    sum.to += part.to;
  }
  return sum;
}

function leftOf(milestone: MilestoneView, now: number): TimeLeft | null {
  switch (milestone.status) {
    case 'done':
    case 'skipped':
      return { from: 0, to: 0 };
    case 'running':
      return leftOfRunning(milestone, now);
    case 'pending':
      return milestone.typicalDuration;
    case 'failed':
    case 'rolled_back':
      return null;
  }
}

/** By its usual duration, narrowed or, where that is used up, replaced by what is left to count at the rate of now. */
function leftOfRunning({ typicalDuration, startedAt, count }: MilestoneView, now: number): TimeLeft | null {
  const counted = count?.rate ? ((count.total - count.done) / count.rate) * 1000 : null;
  if (typicalDuration === null || startedAt === null) return null;
  const elapsed = now - Date.parse(startedAt);
  if (elapsed >= typicalDuration.to) return counted === null ? null : { from: counted, to: counted * 1.5 };
  const byRuns = { from: Math.max(0, typicalDuration.from - elapsed), to: typicalDuration.to - elapsed };
  if (counted === null) return byRuns;
  return { from: Math.max(byRuns.from, Math.min(counted, byRuns.to)), to: Math.max(byRuns.to, counted) };
}
