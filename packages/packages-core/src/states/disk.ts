import { sh } from '../dsl/sh';
import type { State } from '../dsl/state';
import { allInstalled } from './apt/names';
import { assertion } from './assertion';

/** So many megabytes (of 1024 × 1024 bytes) can be written under a directory. */
export function free(directory: string, megabytes: number): State {
  const lacking = sh`echo ${`${directory} ${megabytes} 1`} | mp_lacking_space`;
  return assertion({
    id: `disk_free_${directory.replaceAll(/[^a-z0-9]+/g, '_').replaceAll(/^_|_$/g, '') || 'root'}`,
    label: `At least ${megabytes} MB are free under ${directory}`,
    check: sh`
      lacking=$(${lacking})
      [ -z "$lacking" ]
    `.displayAs(`df ${directory}`),
    onFailure: sh`
      ${lacking} >&2
    `,
    blocks: true,
  });
}

/** What apt and dpkg write to, with the megabytes that are enough where it is a file system of its own, and the number of files. */
const WRITTEN_TO = [
  ['/var/cache/apt/archives', 50, 50],
  ['/var/lib/apt/lists', 50, 50],
  ['/var/lib/dpkg', 20, 200],
  ['/var/log', 5, 20],
  ['/etc', 5, 100],
  ['/tmp', 5, 20],
] as const;

/** There is room for installing these packages, which take so many megabytes of /usr; or they are installed already. */
export function freeFor(packages: readonly string[], megabytes: number): State {
  const places = [...WRITTEN_TO, ['/usr', megabytes, 500] as const].map((place) => place.join(' '));
  const lacking = sh`printf '%s\n' ${places} | mp_lacking_space`;
  return assertion({
    id: 'disk_free_for_packages',
    label: `There is room for installing ${packages.join(', ')}`,
    check: sh`
      if ${allInstalled(packages)}; then exit 0; fi
      lacking=$(${lacking})
      [ -z "$lacking" ]
    `.displayAs('df'),
    onFailure: sh`
      ${lacking} >&2
    `,
    blocks: true,
  });
}
