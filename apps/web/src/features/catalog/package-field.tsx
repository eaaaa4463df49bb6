'use client';

import type { FormField } from '@milepost/api/package-views';

import { Field } from '../../components/forms/field';
import { Input, Select, Textarea } from '../../components/forms/input';
import { Switch } from '../../components/forms/switch';
import { ManyChoices } from './many-choices';
import { SecretInput } from './secret-input';

export interface PackageFieldProps {
  field: FormField;
  /** A secret exists already on the server. */
  installed: boolean;
  /** A secret that is left empty stays as it is. */
  keepsSecrets: boolean;
  value: string | boolean;
  error: string | undefined;
  /** Why the server does not say what it offers; null where it does, or is being asked. */
  notOffered?: string | null;
  onChange: (value: string | boolean) => void;
}

/** One field of a package's form, drawn from its description alone. */
export function PackageField({ field, value, error, onChange, ...props }: PackageFieldProps) {
  const { installed, keepsSecrets, notOffered = null } = props;
  const { name, title, description, type } = field;
  if (type === 'boolean')
    return <BooleanField field={field} value={value === true} error={error} onChange={onChange} />;
  if (type === 'multiselect')
    return <ManyChoices field={field} value={String(value)} error={error} onChange={onChange} />;
  if (type === 'object') return null; // no package asks for one
  const text = String(value);
  // What identifies an installation never changes.
  const locked = installed && field.identity === true;
  return (
    <Field
      label={title}
      hint={hintOf(field)}
      error={error}
      aside={field.required || field.default !== null ? undefined : 'optional'}
    >
      {(control) => {
        const common = { ...control, name, value: text, disabled: locked };
        switch (type) {
          case 'secret':
            return field.format === undefined ? (
              <SecretInput
                control={control}
                name={name}
                value={text}
                onChange={onChange}
                generate={field.generate}
              />
            ) : (
              <Textarea
                {...common}
                spellCheck={false}
                autoComplete="off"
                onChange={(event) => {
                  onChange(event.target.value);
                }}
              />
            );
          case 'select':
          case 'installation':
            return (
              <Select
                {...common}
                disabled={locked || field.options === null}
                onChange={(event) => {
                  onChange(event.target.value);
                }}
              >
                {/* What is installed stays possible, also where the server no longer offers it. */}
                {!field.options?.some((option) => option.value === text) && (
                  <option value={text}>{text === '' ? emptyOption(field, notOffered) : text}</option>
                )}
                {field.options?.map((option) => (
                  <option key={option.value} value={option.value}>
                    {option.label}
                  </option>
                ))}
              </Select>
            );
          case 'textarea':
          case 'list':
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
    if (locked) return `${title} cannot be changed. Install another one instead.`;
    if (of === 'list') return description === null ? 'One on each line.' : `${description} One on each line.`;
    if (of !== 'secret') return description ?? undefined;
    if (keepsSecrets)
      return 'Leave it empty to keep the current one. A new one replaces it, and clients must be updated.';
    if (installed)
      return `A ${title.toLowerCase()} is already set on the server. Enter it to keep it. A new one replaces it, and clients must be updated.`;
    return `${description === null ? '' : `${description} `}Copy it now. It is encrypted and never shown again.`;
  }
}

/** What a select shows before something is chosen. */
function emptyOption({ type, options, required }: FormField, notOffered: string | null): string {
  if (options === null) return notOffered ?? 'Reading what the server offers…';
  if (options.length === 0)
    return type === 'installation' ? 'None is installed on this server' : 'The server offers none';
  return required ? 'Choose…' : 'None';
}

/** What an empty field means; where it means nothing, an example. */
function placeholderOf({ default: defaultValue, example }: FormField): string | undefined {
  const shown = defaultValue ?? example;
  return typeof shown === 'string' || typeof shown === 'number' ? String(shown) : undefined;
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
