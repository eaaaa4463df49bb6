import type { CSSProperties } from 'react';

export interface BarSegment {
  state: 'todo' | 'done' | 'now' | 'wait' | 'fail';
  /** Relative width. */
  weight: number;
}

export interface BarProps {
  segments: BarSegment[];
  /** 0 to 100, of the whole. */
  percentage: number;
  /** 0 to 1, of the segment that is `now`. */
  within: number;
  tone: 'run' | 'held' | 'ok';
  label: string;
  /** What a screen reader says: "Step 3 of 6, Installing PostgreSQL 17, 51 percent". */
  spoken: string;
  size?: 'md' | 'lg';
  /** Numbers under the segments. */
  ticks?: boolean;
}

/** The bar: one segment a milestone, as wide as it usually takes. */
export function Bar({ segments, percentage, within, tone, label, spoken, size = 'md', ticks }: BarProps) {
  const widths = drawnWidths(segments);
  const style = (index: number): CSSProperties => ({ '--w': widths[index] }) as CSSProperties;
  return (
    <div>
      <div
        className="bar"
        data-tone={tone}
        data-size={size}
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percentage}
        aria-valuetext={spoken}
        style={{ '--p': `${Math.round(within * 100)}%` } as CSSProperties}
      >
        {segments.map((segment, index) => (
          <i key={index} className={segment.state} style={style(index)} />
        ))}
      </div>
      {ticks === true && (
        <div className="ticks" aria-hidden>
          {segments.map((segment, index) => (
            <span key={index} className={segment.state} style={style(index)}>
              {index + 1}
            </span>
          ))}
        </div>
      )}
    </div>
  );
}

/** Widths in proportion to the weights, with room for a tick's number in the smallest. */
export function drawnWidths(segments: BarSegment[]): number[] {
  const total = segments.reduce((sum, { weight }) => sum + Math.max(weight, 0), 0);
  const least = total > 0 ? total * 0.03 : 1;
  return segments.map(({ weight }) => Math.round(Math.max(weight, least)));
}
