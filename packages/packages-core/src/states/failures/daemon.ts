import type { KnownFailure } from '@milepost/contract/plan';

/** What systemd's journal says of a command that should keep running and does not. */
export const DAEMON_CAUSES: readonly KnownFailure[] = [
  {
    pattern: String.raw`\b(?<unit>[A-Za-z0-9@._-]{1,80})\.service: Main process exited, code=exited, status=(?<code>\d{1,3})/`,
    cause: '{unit} ended by itself, with exit code {code}',
    hint: 'What it printed before tells why.',
    vague: true,
  },
  {
    pattern: String.raw`\b(?<unit>[A-Za-z0-9@._-]{1,80})\.service: Main process exited, code=(?:killed|dumped), status=\d{1,2}/(?<signal>[A-Z0-9]{1,10})`,
    cause: '{unit} was ended by the signal {signal}',
    hint: 'What it printed before tells why.',
    vague: true,
  },
  {
    pattern: String.raw`\b(?<unit>[A-Za-z0-9@._-]{1,80})\.service: Deactivated successfully`,
    cause: '{unit} ended by itself, without an error',
    hint: 'A daemon keeps running: its command must not put itself into the background.',
    vague: true,
  },
];
