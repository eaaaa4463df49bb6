import type { KnownFailure } from '@milepost/contract/plan';

/** What PHP and PHP-FPM say of settings that they do not accept. */
export const PHP_CAUSES: readonly KnownFailure[] = [
  {
    pattern: String.raw`PHP: {1,4}(?<what>[^\n]{1,300}?) in (?<file>/[^\s:]{1,160}) on line (?<line>\d{1,7})`,
    cause: 'PHP rejects {file}, line {line}: {what}',
    hint: 'Correct the further settings, or the file if it is not one of Milepost.',
  },
  {
    pattern: String.raw`ERROR: \[(?<file>/[^\s:\]]{1,160}):(?<line>\d{1,7})\] (?<what>[^\n]{1,300})`,
    cause: 'PHP-FPM rejects {file}, line {line}: {what}',
    hint: 'Correct this line, then try again.',
  },
  {
    pattern: String.raw`(?:ERROR|ALERT): (?<what>\[pool [^\]\n]{1,60}\] [^\n]{1,300})`,
    cause: 'PHP-FPM reports: {what}',
    hint: 'Correct the pool in its directory pool.d, then try again.',
  },
];
