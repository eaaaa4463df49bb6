import type { FormField } from '@milepost/api/package-views';

/** What stands in a form's controls, by field name. */
export type FormValues = Record<string, string | boolean>;

/** The form as it opens: defaults, and a fresh secret where one is needed and can be made. */
export function initialValues(fields: FormField[], newSecret: (length: number) => string): FormValues {
  return Object.fromEntries(
    fields.map((field): [string, string | boolean] => {
      if (field.type === 'boolean') return [field.name, field.default === true];
      if (field.type === 'secret' && field.required && field.generate !== null)
        return [field.name, newSecret(field.generate.length)];
      return [field.name, field.default === null ? '' : String(field.default)];
    }),
  );
}

/** What is sent: numbers as numbers, and what was left empty not at all. */
export function inputOf(fields: FormField[], values: FormValues): Record<string, unknown> {
  const input: Record<string, unknown> = {};
  for (const { name, type } of fields) {
    const value = values[name];
    if (value === undefined || value === '') continue;
    input[name] = type === 'number' ? numberOf(value) : value;
  }
  return input;
}

/** Titles of required fields that are empty. */
export function missingFields(fields: FormField[], values: FormValues): string[] {
  return fields
    .filter(({ name, required, type }) => required && type !== 'boolean' && (values[name] ?? '') === '')
    .map(({ title }) => title);
}

/** Rubbish stays what it is, for the API to judge in a sentence. */
function numberOf(value: string | boolean): number | string | boolean {
  const number = typeof value === 'string' ? Number(value.trim()) : Number.NaN;
  return Number.isFinite(number) ? number : value;
}
