import type { KnownFailure } from '@milepost/contract/plan';
import { APT_CAUSES } from '../failures/apt';

/** Which repository it is that could not be left out is worth more than what apt says of the first one that failed. */
export const UPDATE_CAUSES: readonly KnownFailure[] = [
  {
    pattern: String.raw`^E: The repository (?<repository>\S{1,200} \S{1,60}) in (?<file>/\S{1,200}|apt's configuration) is needed and cannot be used: (?<reason>[^\n]{1,300}?)\.?$`,
    cause: 'The repository {repository} cannot be used: {reason}',
    hint: 'It is needed, and listed in {file}: check its address, its signing key and the server’s network.',
  },
  ...APT_CAUSES.map((failure) => ({ ...failure, vague: true as const })),
];
