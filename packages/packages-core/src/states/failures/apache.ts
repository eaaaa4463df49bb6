import type { KnownFailure } from '@milepost/contract/plan';

/** What Apache says when it does not accept its configuration or cannot start; to stderr, or to the journal and its error log. */
export const APACHE_CAUSES: readonly KnownFailure[] = [
  {
    pattern: String.raw`Syntax error on line \d{1,7} of /[^\s:]{1,160}: (?<file>/[^\s:]{1,160}):(?<line>\d{1,7}): (?<what>[^\n]{1,300}?)\.?(?:\n|$)`,
    cause: 'Apache rejects {file}, line {line}: {what}',
    hint: 'Correct this line. On the server: apache2ctl configtest checks the configuration.',
  },
  {
    // Over two lines, in the journal with its own beginning each.
    pattern: String.raw`Syntax error on line (?<line>\d{1,7}) of (?<file>/[^\s:]{1,160}):(?: |\n(?:[A-Z][a-z]{2} [ \d]\d [\d:]{8} \S{1,80} [a-z0-9]{1,20}\[\d{1,9}\]: )?)(?!Syntax error)(?<what>[^\n]{1,300})`,
    cause: 'Apache rejects {file}, line {line}: {what}',
    hint: 'Correct this line. On the server: apache2ctl configtest checks the configuration.',
  },
  {
    pattern: String.raw`AH00072: make_sock: could not bind to address (?:\[[0-9a-f:.]{0,45}\]|[0-9.]{7,15}):(?<port>\d{1,5})`,
    cause: 'Port {port} is already in use',
    hint: 'Stop the program that uses it, or choose another port.',
    topic: 'port {port}',
  },
  {
    pattern: String.raw`AH00534: apache2: Configuration error: (?<what>[^\n]{1,160}?)\.?(?:\n|$)`,
    cause: 'Apache reports: {what}',
    hint: 'Exactly one MPM has to be enabled: a2query -M tells which one is.',
  },
];
