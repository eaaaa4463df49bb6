import { fieldProblemMessage } from '@milepost/contract/messages/errors/validation-errors';
import { fieldProblem } from '@milepost/packages-core/dsl/form/field-problem';
import type { FieldIssue } from '@milepost/packages-core/dsl/form/field-problem';
import { numberFromText } from '@milepost/packages-core/dsl/form/number-from-text';
import type { FormField } from './views/package-views';

/**
 * What the browser can say itself about a form, in the sentences that the package's schema would answer with, by field name. A rule
 * that the form's description does not have (a pattern, a relation between fields) is checked by the API alone.
 */
export function fieldIssues(fields: FormField[], input: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    fields.flatMap((field) => {
      const issue = isAsked(field, fields, input) ? issueOf(field, input[field.name]) : null;
      return issue === null ? [] : [[field.name, fieldProblemMessage(fieldProblem(issue, field.title))]];
    }),
  );
}

/** What is typed into a field that another one hides does not count. */
function isAsked({ when = {} }: FormField, fields: FormField[], input: Record<string, unknown>): boolean {
  const valueOf = (name: string) => input[name] ?? fields.find((field) => field.name === name)?.default;
  return Object.entries(when).every(([name, wanted]) => valueOf(name) === wanted);
}

function issueOf(field: FormField, typed: unknown): FieldIssue | null {
  if (['boolean', 'select', 'multiselect', 'list'].includes(field.type)) return null;
  if (field.type === 'number') return numberIssue(field, numberFromText(typed));
  if (typeof typed !== 'string') return null;
  return sizeIssue(field, { origin: 'string', input: typed, size: typed.length });
}

/** An empty field is left out: it gets its default, or is asked for as missing. */
function numberIssue(field: FormField, input: unknown): FieldIssue | null {
  if (input === undefined) return null;
  if (typeof input !== 'number') return { code: 'invalid_type', expected: 'number', input };
  if (field.integer && !Number.isInteger(input)) return { code: 'invalid_type', expected: 'int', input };
  return sizeIssue(field, { origin: 'number', input, size: input });
}

interface Sized {
  origin: 'number' | 'string';
  input: unknown;
  size: number;
}

function sizeIssue({ min, max }: FormField, { origin, input, size }: Sized): FieldIssue | null {
  if (max !== null && size > max) return { code: 'too_big', origin, maximum: max, input };
  if (min !== null && size < min) return { code: 'too_small', origin, minimum: min, input };
  return null;
}
