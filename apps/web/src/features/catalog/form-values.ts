import type { FormField } from '@milepost/api/package-views';

/** What stands in a form's controls, by field name; of a list or of several choices, one a line. */
export type FormValues = Record<string, string | boolean>;

/** What a form begins with instead of its defaults. */
export interface Prefill {
  /** By field name; a secret's is a mask, and is not used. */
  settings: Record<string, unknown>;
  /** It is installed: its secrets exist, and none is generated without being asked for. */
  installed: boolean;
  /** A secret that is left empty stays as it is. */
  keepsSecrets?: boolean;
}

/** The form as it opens: known settings, else defaults, and a fresh secret where one is needed, can be made and does not exist. */
export function initialValues(
  fields: FormField[],
  newSecret: (length: number) => string,
  prefill: Prefill | null = null,
): FormValues {
  return Object.fromEntries(
    fields.map((field): [string, string | boolean] => {
      const known = prefill?.settings[field.name] ?? field.default;
      if (field.type === 'boolean') return [field.name, known === true];
      if (field.type === 'secret') {
        const wanted = field.required && prefill?.installed !== true ? field.generate : null;
        return [field.name, wanted === null ? '' : newSecret(wanted.length)];
      }
      if (isMany(field)) return [field.name, Array.isArray(known) ? known.map(String).join('\n') : ''];
      return [field.name, typeof known === 'string' || typeof known === 'number' ? String(known) : ''];
    }),
  );
}

/** What is sent: what was typed, for the API to judge, and what was left empty not at all. */
export function inputOf(fields: FormField[], values: FormValues): Record<string, unknown> {
  const input: Record<string, unknown> = {};
  for (const field of visibleFields(fields, values)) {
    const value = values[field.name];
    if (isMany(field)) input[field.name] = linesOf(value);
    else if (value !== undefined && value !== '') input[field.name] = value;
  }
  return input;
}

/** The values that fit what the chosen server offers: a choice that it does not offer is empty, and one that leaves no choice is made. */
export function asOffered(fields: FormField[], values: FormValues): FormValues {
  const corrected = fields.flatMap(({ name, type, choice, required, options }): [string, string][] => {
    if ((type !== 'installation' && choice !== true) || options === null) return [];
    if (options.some(({ value }) => value === values[name])) return [];
    const [only, ...others] = options;
    return [[name, required && only !== undefined && others.length === 0 ? only.value : '']];
  });
  return { ...values, ...Object.fromEntries(corrected) };
}

/** Titles of required fields that are empty. */
export function missingFields(fields: FormField[], values: FormValues, keepsSecrets = false): string[] {
  return visibleFields(fields, values)
    .filter(
      ({ name, required, type }) =>
        required && type !== 'boolean' && !(keepsSecrets && type === 'secret') && (values[name] ?? '') === '',
    )
    .map(({ title }) => title);
}

/** The fields that are asked while the others have these values. */
export function visibleFields(fields: FormField[], values: FormValues): FormField[] {
  return fields.filter(({ when = {} }) =>
    Object.entries(when).every(([name, wanted]) => String(values[name] ?? '') === String(wanted)),
  );
}

const isMany = ({ type }: FormField): boolean => type === 'list' || type === 'multiselect';

/** The entries of a list, or the chosen options. */
export function linesOf(value: string | boolean | undefined): string[] {
  return String(value ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
