import type { ReactNode } from 'react';

import { formatDay } from '../../time/format-time';

/** The drawing's size in its own units; it is scaled to the panel's width. */
export const WIDTH = 460;
export const HEIGHT = 100;
const LEFT = 34;
const TOP = 8;
const BOTTOM = 22;
export const PLOT = { left: LEFT, right: WIDTH - 2, top: TOP, bottom: HEIGHT - BOTTOM };

export interface ChartProps {
  /** What a screen reader says. */
  label: string;
  days: { day: string }[];
  /** The highest value drawn. */
  highest: number;
  tick: (value: number) => string;
  legend: ReactNode;
  children: (place: { x: (day: number) => number; y: (value: number) => number; step: number }) => ReactNode;
}

/** Axes of a small chart by day; what is drawn in it is the child's. */
export function Chart({ label, days, highest, tick, legend, children }: ChartProps) {
  const top = Math.max(highest, 1);
  const step = (PLOT.right - PLOT.left) / Math.max(1, days.length);
  const x = (day: number): number => PLOT.left + step * day;
  const y = (value: number): number => PLOT.bottom - (value / top) * (PLOT.bottom - PLOT.top);
  const named = [0, Math.floor(days.length / 2), days.length - 1];
  return (
    <figure>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={label}
        className="mt-2.5 block h-auto w-full overflow-visible text-[10.5px] max-sm:text-[14px]"
      >
        {[top, top / 2, 0].map((value) => (
          <g key={value}>
            <line x1={PLOT.left} x2={PLOT.right} y1={y(value)} y2={y(value)} className="stroke-line" />
            <text x={PLOT.left - 6} y={y(value) + 3.5} textAnchor="end" className="fill-ink-3">
              {tick(value)}
            </text>
          </g>
        ))}
        {children({ x, y, step })}
        {named.map((index, place) => {
          const day = days[index];
          return (
            day !== undefined && (
              <text
                key={day.day}
                x={x(index) + step / 2}
                y={HEIGHT - 6}
                textAnchor={place === 0 ? 'start' : place === 2 ? 'end' : 'middle'}
                className="fill-ink-3"
              >
                {place === 2
                  ? 'today'
                  : formatDay(new Date(`${day.day}T12:00`), new Date(`${day.day}T12:00`))}
              </text>
            )
          );
        })}
      </svg>
      <figcaption className="mt-1.5 flex gap-3.5 text-xs text-ink-2">{legend}</figcaption>
    </figure>
  );
}

/** A rounder number at or above a value, so that the axis reads well. */
export function roundUp(value: number, steps: number[]): number {
  return steps.find((step) => step >= value) ?? Math.ceil(value);
}
