import type { Overview } from '@milepost/api/overview-views';

import { Chart, roundUp } from './chart';

const STEPS = [2, 4, 6, 10, 20, 30, 40, 60, 100, 200, 300, 400, 600, 1_000, 2_000, 5_000, 10_000];

/** A bar a day: what succeeded, and on top what failed. */
export function OutcomeChart({ days }: { days: Overview['last30Days']['days'] }) {
  const highest = roundUp(Math.max(...days.map(({ succeeded, failed }) => succeeded + failed), 1), STEPS);
  return (
    <Chart
      label="Operations that ended each day, succeeded, and failed or rolled back"
      days={days}
      highest={highest}
      tick={(value) => String(Math.round(value))}
      legend={
        <>
          <Key className="fill-ok opacity-60" /> succeeded <Key className="fill-bad" /> failed or rolled back
        </>
      }
    >
      {({ x, y, step }) =>
        days.map(({ day, succeeded, failed }, index) => {
          const width = Math.max(2, step - 3);
          const ok = y(0) - y(succeeded);
          const bad = y(0) - y(failed);
          return (
            <g key={day}>
              <title>{`${day}: ${succeeded} succeeded, ${failed} failed or rolled back`}</title>
              {succeeded > 0 && (
                <rect
                  x={x(index)}
                  y={y(succeeded)}
                  width={width}
                  height={ok}
                  rx={1}
                  className="fill-ok opacity-60"
                />
              )}
              {failed > 0 && (
                <rect
                  x={x(index)}
                  y={y(succeeded + failed)}
                  width={width}
                  height={Math.max(1.5, bad - (succeeded > 0 ? 1 : 0))}
                  rx={1}
                  className="fill-bad"
                />
              )}
            </g>
          );
        })
      }
    </Chart>
  );
}

function Key({ className }: { className: string }) {
  return (
    <svg viewBox="0 0 10 10" aria-hidden className="-mr-2 size-2.5 self-center">
      <rect width="10" height="10" rx="2" className={className} />
    </svg>
  );
}
