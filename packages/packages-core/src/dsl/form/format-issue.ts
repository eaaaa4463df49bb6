import type { z } from 'zod';

type RawIssue = z.core.$ZodRawIssue;

/** One clear sentence for what is wrong with a field. `title` is the field's, as the form shows it. */
export function formatIssue(issue: RawIssue, title: string): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined
        ? `${title} is required.`
        : `${title} must be ${TYPES[issue.expected] ?? issue.expected}.`;
    case 'too_big':
      return `${title} must be at most ${size(issue.origin, issue.maximum)}.`;
    case 'too_small':
      return issue.origin === 'string' && issue.input === ''
        ? `${title} is required.`
        : `${title} must be at least ${size(issue.origin, issue.minimum)}.`;
    case 'invalid_value':
      return `${title} must be one of ${issue.values.map(String).join(', ')}.`;
    case 'not_multiple_of':
      return `${title} must be a multiple of ${issue.divisor}.`;
    case 'invalid_format':
    case 'invalid_union':
    case 'invalid_key':
    case 'invalid_element':
    case 'unrecognized_keys':
    case 'custom':
      return `${title} is not valid.`;
  }
}

const TYPES: Record<string, string> = {
  int: 'a whole number',
  number: 'a number',
  string: 'a text',
  boolean: 'yes or no',
  object: 'a group of fields',
  array: 'a list',
};

function size(origin: string, limit: number | bigint): string {
  return origin === 'string' ? `${limit} characters long` : String(limit);
}
