import type { KnownFailure } from '@milepost/contract/plan';

/** What Fail2ban says of configuration that it does not accept, as states/lib/firewall/fail2ban prints it. */
export const FAIL2BAN_CAUSES: readonly KnownFailure[] = [
  {
    pattern: String.raw`(?:Fail2ban: |ERROR {1,4}(?:Failed during configuration: )?)Have not found any log file for (?<jail>[\w-]{1,60}) jail`,
    cause: 'The jail {jail} finds no log that it could read',
    hint: 'Install the software that writes this log, or leave out the jail.',
  },
  {
    pattern: String.raw`Fail2ban: (?<file>/[^\s:]{1,160}):(?<line>\d{1,7}): (?<what>[^\n]{1,300})`,
    cause: 'Fail2ban rejects {file}, line {line}: {what}',
    hint: 'Correct this line, then try again.',
  },
  {
    pattern: String.raw`Fail2ban: (?<what>[^\n]{1,300})`,
    cause: 'Fail2ban reports: {what}',
    hint: 'On the server: fail2ban-client -t checks its configuration.',
  },
];
