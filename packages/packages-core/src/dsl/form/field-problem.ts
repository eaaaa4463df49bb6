import type { FieldProblem } from '@milepost/contract/errors/field-problem';
import type { z } from 'zod';

/** What zod found wrong with a field. */
export type FieldIssue = z.core.$ZodRawIssue;

/** The problem that an issue is. `title` is the field's, as the form shows it. */
export function fieldProblem(issue: FieldIssue, title: string): FieldProblem {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined
        ? { code: 'required', title }
        : { code: 'wrong_type', title, expected: issue.expected };
    case 'too_big':
      return { code: 'too_big', title, ...sizeOf(issue.origin, issue.maximum) };
    case 'too_small':
      return issue.origin === 'string' && issue.input === ''
        ? { code: 'required', title }
        : { code: 'too_small', title, ...sizeOf(issue.origin, issue.minimum) };
    case 'invalid_value':
      return { code: 'not_one_of', title, values: issue.values.map(String) };
    case 'not_multiple_of':
      return { code: 'not_multiple_of', title, divisor: issue.divisor };
    case 'invalid_format':
    case 'invalid_union':
    case 'invalid_key':
    case 'invalid_element':
    case 'unrecognized_keys':
    case 'custom':
      return { code: 'invalid', title };
  }
}

const sizeOf = (origin: string, limit: number | bigint): { limit: number; unit: 'characters' | null } => ({
  limit: Number(limit),
  unit: origin === 'string' ? 'characters' : null,
});
