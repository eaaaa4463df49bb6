import type { KnownFailure } from '@milepost/contract/plan';

/** What Postfix says of configuration that it does not accept, as states/lib/mail/postfix prints it. */
export const POSTFIX_CAUSES: readonly KnownFailure[] = [
  {
    pattern: String.raw`Postfix: (?<file>/[^\s:]{1,160}):(?<line>\d{1,7}): (?<what>[^\n]{1,300})`,
    cause: 'Postfix rejects {file}, line {line}: {what}',
    hint: 'Correct this line, then try again.',
  },
  {
    pattern: String.raw`Postfix: (?<what>[^\n]{1,300})`,
    cause: 'Postfix reports: {what}',
    hint: 'On the server: postfix check looks at its files.',
  },
];
