import { cn } from '../cn';

/** Progress in a row: the arc is the percentage (0 to 100). Decorative: the number stands nearby. */
export function ProgressRing({ percentage, className }: { percentage: number; className?: string }) {
  return (
    <svg viewBox="0 0 16 16" aria-hidden className={cn('progress-ring size-4 flex-none', className)}>
      <circle cx="8" cy="8" r="6" />
      <circle cx="8" cy="8" r="6" pathLength={100} strokeDasharray={`${Math.max(2, percentage)} 100`} />
    </svg>
  );
}
