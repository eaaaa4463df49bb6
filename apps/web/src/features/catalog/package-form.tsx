'use client';

import type { FormField } from '@milepost/api/package-views';
import { ChevronRight } from 'lucide-react';

import { visibleFields } from './form-values';
import type { FormValues } from './form-values';
import { PackageField } from './package-field';

export interface PackageFormProps {
  fields: FormField[];
  values: FormValues;
  /** Its secrets exist already on the server. */
  installed: boolean;
  /** One that is left empty stays as it is. */
  keepsSecrets: boolean;
  errorOf: (name: string) => string | undefined;
  /** Why the server does not say what it offers; null where it does, or is being asked. */
  notOffered: string | null;
  onChange: (name: string, value: string | boolean) => void;
}

/** All fields of a package; numbers stand side by side, what is rarely changed is folded away. */
export function PackageForm({
  fields,
  values,
  installed,
  keepsSecrets,
  errorOf,
  notOffered,
  onChange,
}: PackageFormProps) {
  const asked = visibleFields(fields, values);
  const usual = asked.filter(({ advanced }) => !advanced);
  const rare = asked.filter(({ advanced }) => advanced);
  const draw = (field: FormField, index: number, all: FormField[]) => (
    <div key={field.name} className={hasNumberBeside(all, index) ? 'col-span-1' : 'col-span-2'}>
      <PackageField
        field={field}
        installed={installed}
        keepsSecrets={keepsSecrets}
        value={values[field.name] ?? ''}
        error={errorOf(field.name)}
        notOffered={notOffered}
        onChange={(value) => {
          onChange(field.name, value);
        }}
      />
    </div>
  );
  return (
    <>
      {usual.length > 0 && (
        <div className="grid grid-cols-2 items-start gap-x-3 gap-y-4">{usual.map(draw)}</div>
      )}
      {rare.length > 0 && (
        <details className="group" open={rare.some(({ name }) => errorOf(name) !== undefined) || undefined}>
          <summary className="flex list-none items-center gap-1.5 font-medium text-ink-2 hover:text-ink max-sm:min-h-11">
            <ChevronRight aria-hidden className="transition-transform group-open:rotate-90" />
            More settings
          </summary>
          <div className="mt-3 grid grid-cols-2 items-start gap-x-3 gap-y-4">{rare.map(draw)}</div>
        </details>
      )}
    </>
  );
}

/** Numbers are short: two in a row share a line. */
function hasNumberBeside(fields: FormField[], index: number): boolean {
  if (fields[index]?.type !== 'number') return false;
  let first = index;
  while (fields[first - 1]?.type === 'number') first -= 1;
  const isSecond = (index - first) % 2 === 1;
  return isSecond || fields[index + 1]?.type === 'number';
}
