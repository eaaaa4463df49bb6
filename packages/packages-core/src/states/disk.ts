import { sh } from '../dsl/sh';
import type { State } from '../dsl/state';
import { proof } from './proof';

/** So many megabytes (of 1024 × 1024 bytes) can be written under a directory. */
export function free(directory: string, megabytes: number): State {
  const kilobytes = megabytes * 1024;
  const available = sh`df -Pk ${directory} | awk 'NR == 2 { print $4 }'`;
  return proof({
    id: `disk_free_${directory.replaceAll(/[^a-z0-9]+/g, '_').replaceAll(/^_|_$/g, '') || 'root'}`,
    label: `At least ${megabytes} MB are free under ${directory}`,
    check: sh`[ "$(${available})" -ge ${kilobytes} ]`.showAs(`df ${directory}`),
    otherwise: sh`echo ${`Less than ${megabytes} MB are free under ${directory}: make room and try again.`} >&2`,
  });
}
