import type { Overview } from '@milepost/api/overview-views';

import { formatElapsed } from '@milepost/contract/messages/format/elapsed';
import { Chart, roundUp } from './chart';

const STEPS = [10, 20, 30, 60, 120, 240, 360, 600, 1_200, 1_800, 3_600, 7_200, 14_400, 28_800].map(
  (seconds) => seconds * 1_000,
);

/** A dot a day for the median, and a line from it to the 90th percentile. */
export function DurationChart({ days }: { days: Overview['last30Days']['days'] }) {
  const longest = Math.max(...days.map(({ medianMs, p90Ms }) => p90Ms ?? medianMs ?? 0), 1_000);
  const highest = roundUp(longest, STEPS);
  return (
    <Chart
      label="How long operations worked each day: median and 90th percentile"
      days={days}
      highest={highest}
      tick={(value) => shortDuration(value)}
      legend={
        <>
          <svg viewBox="0 0 10 10" aria-hidden className="-mr-2 size-2.5 self-center">
            <circle cx="5" cy="5" r="3" className="fill-accent" />
          </svg>{' '}
          median of the day
          <svg viewBox="0 0 10 10" aria-hidden className="-mr-2 size-2.5 self-center">
            <path d="M5 0v10" className="stroke-accent-track" strokeWidth="4" />
          </svg>{' '}
          90th percentile
        </>
      }
    >
      {({ x, y, step }) =>
        days.map(({ day, medianMs, p90Ms }, index) => {
          if (medianMs === null) return null;
          const at = x(index) + step / 2;
          return (
            <g key={day}>
              <title>{`${day}: median ${formatElapsed(medianMs)}`}</title>
              {p90Ms !== null && (
                <line
                  x1={at}
                  x2={at}
                  y1={y(medianMs)}
                  y2={y(p90Ms)}
                  className="stroke-accent-track"
                  strokeWidth={4}
                />
              )}
              <circle cx={at} cy={y(medianMs)} r={2.4} className="fill-accent" />
            </g>
          );
        })
      }
    </Chart>
  );
}

function shortDuration(ms: number): string {
  if (ms === 0) return '0';
  if (ms < 60_000) return `${ms / 1_000} s`;
  return ms < 3_600_000 ? `${ms / 60_000} m` : `${ms / 3_600_000} h`;
}
