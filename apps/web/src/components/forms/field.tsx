'use client';

import type { ReactNode } from 'react';
import { useId } from 'react';

import { StatusIcon } from '../status/status-icon';

/** What the control inside a field must carry. */
export interface FieldControl {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': true | undefined;
}

export interface FieldProps {
  label: ReactNode;
  hint?: ReactNode;
  /** One sentence; the control is marked invalid with it. */
  error?: string;
  /** At the right end of the label's line: "optional". */
  aside?: ReactNode;
  children: (control: FieldControl) => ReactNode;
}

/** A labeled control with its hint and its error, tied together for screen readers. */
export function Field({ label, hint, error, aside, children }: FieldProps) {
  const id = useId();
  const below = error ?? hint;
  return (
    <div className="grid content-start gap-[5px]">
      <div className="flex items-baseline gap-1.5">
        <label htmlFor={id} className="font-medium">
          {label}
        </label>
        {aside !== undefined && <span className="ml-auto text-xs text-ink-3">{aside}</span>}
      </div>
      {children({
        id,
        'aria-describedby': below === undefined ? undefined : `${id}-below`,
        'aria-invalid': error === undefined ? undefined : true,
      })}
      {below !== undefined && (
        <p id={`${id}-below`} className={error === undefined ? 'text-xs text-ink-3' : 'text-xs text-bad-ink'}>
          {error === undefined ? (
            hint
          ) : (
            <span className="flex items-start gap-1.5">
              <StatusIcon name="failed" tone="bad" className="mt-0.5 size-3.5" />
              {error}
            </span>
          )}
        </p>
      )}
    </div>
  );
}
