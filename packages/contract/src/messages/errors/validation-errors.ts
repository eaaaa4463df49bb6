import type { FieldProblem } from '../../errors/field-problem';

/** What is wrong with one field of a form, in a sentence for people. Pure. */
export function fieldProblemMessage(problem: FieldProblem): string {
  switch (problem.code) {
    case 'required':
      return `${problem.title} is required.`;
    case 'wrong_type':
      return `${problem.title} must be ${TYPES[problem.expected] ?? problem.expected}.`;
    case 'too_big':
      return `${problem.title} must be at most ${size(problem)}.`;
    case 'too_small':
      return `${problem.title} must be at least ${size(problem)}.`;
    case 'not_one_of':
      return `${problem.title} must be one of ${problem.values.join(', ')}.`;
    case 'not_multiple_of':
      return `${problem.title} must be a multiple of ${problem.divisor}.`;
    case 'invalid':
      return `${problem.title} is not valid.`;
    case 'unknown_field':
      return `There is no field named “${problem.name}”.`;
    case 'unknown_fields':
      return `There are ${problem.count} unknown fields in all.`;
    case 'not_an_object':
      return 'The form must be an object of fields.';
    case 'secret_required_again':
      return `${problem.title} has to be given again.`;
    case 'identity_changed':
      return `${problem.title} cannot be changed. ${problem.verb} another ${problem.package} instead.`;
    case 'not_offered':
      return `${problem.title} cannot be “${problem.value}”: this server does not offer it.`;
    case 'text':
      return problem.text;
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

const size = ({ limit, unit }: Extract<FieldProblem, { code: 'too_big' | 'too_small' }>): string =>
  unit === 'characters' ? `${limit} characters long` : String(limit);

/** The message of the one field that is wrong, or how many are. `messages`: of each. Pure. */
export function invalidFieldsMessage(messages: readonly string[]): string {
  const [first, ...others] = messages;
  return first !== undefined && others.length === 0
    ? first
    : `${others.length + 1} fields need to be corrected.`;
}

/** For schemas of requests: what a value of a field has to be. */
export const FIELD_MESSAGES = {
  address: 'Enter a host name or an IP address, such as web-1.example.com or 192.0.2.10.',
  currentPassword: 'Enter your current password.',
  dateTime: 'Choose a date and time.',
  email: 'Enter an email address, such as ada@example.com.',
  emailTooLong: 'An email address has at most 254 characters.',
  login: 'Enter a password or a private key.',
  loginPassword: 'Enter the password.',
  newPasswordTooLong: 'Use at most 128 characters.',
  newPasswordTooShort: 'Use at least 12 characters.',
  operationId: 'The id of an operation is a UUID.',
  password: 'Enter your password.',
  passwordTooLong: 'A password has at most 128 characters.',
  personName: 'Enter your name.',
  personNameTooLong: 'A name has at most 100 characters.',
  privateKey: 'Paste the whole private key, from -----BEGIN to -----END.',
  port: 'The port is a number between 1 and 65535.',
  reason: 'Enter a reason.',
  serverName: 'A name has letters, digits, spaces, dots and dashes: 63 at most.',
  username: 'A user name has letters, digits and . _ - @, and begins with a letter, such as root or debian.',
  watchTooLarge: 'A stream watches at most 50 operations.',
} as const;

/** Where an address names a port or a user that its own field contradicts. Pure. */
export const namedInAddressMessage = (what: 'port' | 'user', value: string | number): string =>
  `The address names ${what === 'port' ? 'port' : 'the user'} ${value}: enter it here, or leave it out of the address.`;
