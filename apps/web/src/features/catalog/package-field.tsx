'use client';

import type { FormField } from '@milepost/api/package-views';

import { Field } from '../../components/forms/field';
import { Input, Select, Textarea } from '../../components/forms/input';
import { Switch } from '../../components/forms/switch';
import { SecretInput } from './secret-input';

export interface PackageFieldProps {
  field: FormField;
  /** A secret exists already on the server. */
  installed: boolean;
  /** A secret that is left empty stays as it is. */
  keepsSecrets: boolean;
  value: string | boolean;
  error: string | undefined;
  onChange: (value: string | boolean) => void;
}

/** One field of a package's form, drawn from its description alone. */
export function PackageField({ field, installed, keepsSecrets, value, error, onChange }: PackageFieldProps) {
  const { name, title, description, type } = field;
  if (type === 'boolean')
    return <BooleanField field={field} value={value === true} error={error} onChange={onChange} />;
  const text = String(value);
  return (
    <Field
      label={title}
      hint={hintOf(field)}
      error={error}
      aside={field.required || field.default !== null ? undefined : 'optional'}
    >
      {(control) => {
        const common = { ...control, name, value: text };
        switch (type) {
          case 'secret':
            return (
              <SecretInput
                control={control}
                name={name}
                value={text}
                onChange={onChange}
                generate={field.generate}
              />
            );
          case 'select':
            return (
              <Select
                {...common}
                onChange={(event) => {
                  onChange(event.target.value);
                }}
              >
                {field.options?.map((option) => (
                  <option key={option.value} value={option.value}>
                    {option.label}
                  </option>
                ))}
              </Select>
            );
          case 'textarea':
            return (
              <Textarea
                {...common}
                onChange={(event) => {
                  onChange(event.target.value);
                }}
              />
            );
          case 'number':
          case 'text':
            return (
              <Input
                {...common}
                inputMode={type === 'number' ? 'numeric' : undefined}
                autoComplete="off"
                placeholder={placeholderOf(field)}
                trail={
                  field.unit !== null && <span className="whitespace-nowrap text-ink-3">{field.unit}</span>
                }
                onChange={(event) => {
                  onChange(event.target.value);
                }}
              />
            );
        }
      }}
    </Field>
  );

  function hintOf({ type: of }: FormField) {
    if (of !== 'secret') return description ?? undefined;
    if (keepsSecrets)
      return 'Leave it empty to keep the current one. A new one replaces it, and clients must be updated.';
    if (installed)
      return `A ${title.toLowerCase()} is already set on the server. Enter it to keep it. A new one replaces it, and clients must be updated.`;
    return `${description === null ? '' : `${description} `}Copy it now. It is encrypted and never shown again.`;
  }
}

/** What an empty field means; where it means nothing, an example. */
function placeholderOf({ default: defaultValue, example }: FormField): string | undefined {
  const shown = defaultValue ?? example;
  return shown === null ? undefined : String(shown);
}

function BooleanField({
  field,
  value,
  error,
  onChange,
}: Omit<PackageFieldProps, 'value' | 'installed' | 'keepsSecrets'> & { value: boolean }) {
  const id = `field-${field.name}`;
  const below = error ?? field.description;
  return (
    <div className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 max-sm:py-1">
      <span className="mt-0.5">
        <Switch
          id={id}
          name={field.name}
          checked={value}
          onCheckedChange={onChange}
          aria-describedby={below === null ? undefined : `${id}-below`}
        />
      </span>
      <label htmlFor={id} className="font-medium">
        {field.title}
      </label>
      {below !== null && (
        <p
          id={`${id}-below`}
          className={
            error === undefined ? 'col-start-2 text-xs text-ink-3' : 'col-start-2 text-xs text-bad-ink'
          }
        >
          {below}
        </p>
      )}
    </div>
  );
}
