import type { FormField } from './views/package-views';

/**
 * A setting as a person reads it: options by their labels, several of them in one line, and words instead of emptiness. Pure. Secrets are not
 * given to it.
 */
export function settingText(field: Pick<FormField, 'options'> | undefined, value: unknown): string {
  if (Array.isArray(value))
    return value.length === 0 ? 'None' : value.map((each) => settingText(field, each)).join(', ');
  const option = field?.options?.find((each) => each.value === value);
  if (option !== undefined) return option.label;
  if (value === '' || value === null || value === undefined) return 'None';
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
