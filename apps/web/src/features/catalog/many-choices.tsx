'use client';

import type { FormField } from '@milepost/api/package-views';
import { useState } from 'react';

import { Input } from '../../components/forms/input';
import { linesOf } from './form-values';

/** More than these are in a box that scrolls, with a filter above. */
const SHORT_LIST = 8;

interface ManyChoicesProps {
  field: FormField;
  /** The chosen options, one a line. */
  value: string;
  error: string | undefined;
  onChange: (value: string) => void;
}

/** A field of which any number of options may be chosen. Chosen ones stay in sight while the others are filtered. */
export function ManyChoices({
  field: { name, title, description, options },
  value,
  error,
  onChange,
}: ManyChoicesProps) {
  const [filter, setFilter] = useState('');
  const chosen = linesOf(value);
  const all = options ?? [];
  const long = all.length > SHORT_LIST;
  const wanted = filter.trim().toLowerCase();
  const shown = all.filter(
    (option) => chosen.includes(option.value) || option.label.toLowerCase().includes(wanted),
  );
  const below = error ?? description;
  return (
    <fieldset className="grid min-w-0 gap-1.5">
      <legend className="mb-1 font-medium">
        {title}
        {long && <span className="font-normal text-ink-3"> · {chosen.length} chosen</span>}
      </legend>
      {long && (
        <Input
          type="search"
          aria-label={`Filter ${title.toLowerCase()}`}
          placeholder={`Filter ${all.length}`}
          value={filter}
          onChange={(event) => {
            setFilter(event.target.value);
          }}
        />
      )}
      <div className={long ? 'grid max-h-56 gap-1.5 overflow-y-auto rounded-md border p-2' : 'grid gap-1.5'}>
        {shown.map((option) => (
          <label key={option.value} className="flex items-center gap-2 max-sm:min-h-11">
            <input
              type="checkbox"
              name={name}
              checked={chosen.includes(option.value)}
              onChange={(event) => {
                const others = chosen.filter((other) => other !== option.value);
                onChange((event.target.checked ? [...others, option.value] : others).join('\n'));
              }}
            />
            {option.label}
          </label>
        ))}
        {shown.length === 0 && <p className="text-xs text-ink-3">None matches “{filter}”.</p>}
      </div>
      {below !== null && (
        <p className={error === undefined ? 'text-xs text-ink-3' : 'text-xs text-bad-ink'}>{below}</p>
      )}
    </fieldset>
  );
}
