'use client';

import { Plus, X } from 'lucide-react';

import { cn } from '../cn';
import { Menu, MenuChoice, MenuLabel } from '../overlays/menu';

export interface FilterChipProps {
  /** "Kind", "Server". */
  label: string;
  value: string | null;
  onChange: (value: string | null) => void;
  options: { value: string; label: string }[];
}

/** A filter: dashed while it is off; on, it says its value and has a cross. */
export function FilterChip({ label, value, onChange, options }: FilterChipProps) {
  const on = value !== null;
  const chosen = options.find((option) => option.value === value);
  return (
    <span
      className={cn(
        'inline-flex h-7 flex-none items-center rounded-md border border-dashed border-line-strong text-xs text-ink-2 hover:border-control hover:text-ink max-sm:h-(--size-touch)',
        on && 'border-solid bg-surface text-ink shadow-control',
      )}
    >
      <Menu
        trigger={
          <button
            type="button"
            className={cn('flex h-full items-center gap-1.5 px-2.5 whitespace-nowrap', on && 'pr-1.5')}
          >
            {!on && <Plus aria-hidden className="size-3.5 text-ink-3" />}
            {label}
            {on && <b className="font-medium text-accent-ink">{chosen?.label ?? value}</b>}
          </button>
        }
      >
        <MenuLabel>{label}</MenuLabel>
        <MenuChoice value={value ?? ''} onChange={onChange} options={options} />
      </Menu>
      {on && (
        <button
          type="button"
          aria-label={`Any ${label.toLowerCase()}`}
          className="flex h-full items-center pr-2 pl-0.5 text-ink-3 hover:text-ink"
          onClick={() => {
            onChange(null);
          }}
        >
          <X className="size-3.5" />
        </button>
      )}
    </span>
  );
}
