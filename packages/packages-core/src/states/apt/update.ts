import { sh } from '../../dsl/sh';
import type { Command } from '../../dsl/sh';
import type { KnownFailure } from '@milepost/contract/plan';
import { FAILED_SOURCES, IS_NEEDED, SOURCE_FILE } from './sources';
import { APT_CAUSES } from '../failures/apt';
import { LISTS_LOCKS } from './package-locks';

/**
 * Emptied by a reboot. Empty after an update that got everything; after one that left out repositories which were not needed it lists,
 * one a line, the packages that it is good for.
 */
export const LISTS_STAMP = '/run/milepost-apt-lists';

/** The lists are at most an hour old, and good for these packages. */
export function listsAreFresh(packages: readonly string[]): Command {
  return sh`
    [ -n "$(find ${LISTS_STAMP} -mmin -60 2>/dev/null)" ] || exit 1
    [ -s ${LISTS_STAMP} ] || exit 0
    for package in ${packages}; do
      grep -qx "$package" ${LISTS_STAMP} || exit 1
    done
  `;
}

/**
 * `apt-get update`. apt waits for dpkg's lock and not for that of the lists: so this does, also when somebody was quicker. A repository
 * that cannot be used and that none of these packages needs is left out, with a warning that names it and its file.
 */
export function updateLists(packages: readonly string[]): Command {
  return sh`
    ${FAILED_SOURCES}
    ${IS_NEEDED}
    ${SOURCE_FILE}
    mp_leave_out_unneeded() {
      failed=$(mp_failed_sources "$1") || return 1
      tab=$(printf '\t')
      printf '%s\n' "$failed" | (
        while IFS=$tab read -r uri suite reason; do
          if ( mp_is_needed "$1" "$uri" "$suite" ${packages} ); then
            echo "E: The repository $uri $suite in $(mp_source_file "$uri" "$suite") is needed and cannot be used: $reason."
            exit 1
          fi
        done
      ) || return 1
      printf '%s\n' "$failed" | while IFS=$tab read -r uri suite reason; do
        mp_warning "The repository $uri $suite cannot be used: $reason. It is listed in $(mp_source_file "$uri" "$suite") and not needed for "${`${packages.join(', ')}: the installation continues without it.`}
      done
    }
    logs=$(mktemp -d /run/milepost-apt.XXXXXX) || exit
    trap 'rm -rf "$logs"' EXIT
    while :; do
      mp_wait_unlocked ${LISTS_LOCKS} || exit
      { mp_apt_get files -q -o APT::Update::Error-Mode=any update 2>&1; echo "$?" >"$logs/code"; } | tee "$logs/log"
      read -r code <"$logs/code" || exit
      if [ "$code" = 0 ]; then
        : >${LISTS_STAMP}
        break
      fi
      if mp_leave_out_unneeded "$logs/log"; then
        printf '%s\n' ${packages} >${LISTS_STAMP}
        break
      fi
      mp_locked ${LISTS_LOCKS} >/dev/null || exit "$code"
    done
  `;
}

/** Which repository it is that could not be left out is worth more than what apt says of the first one that failed. */
export const UPDATE_CAUSES: readonly KnownFailure[] = [
  {
    pattern: String.raw`^E: The repository (?<repository>\S{1,200} \S{1,60}) in (?<file>/\S{1,200}|apt's configuration) is needed and cannot be used: (?<reason>[^\n]{1,300}?)\.?$`,
    cause: 'The repository {repository} cannot be used: {reason}',
    hint: 'It is needed, and listed in {file}: check its address, its signing key and the server’s network.',
  },
  ...APT_CAUSES.map((failure) => ({ ...failure, vague: true as const })),
];
