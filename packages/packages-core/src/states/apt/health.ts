import { sh } from '../../dsl/sh';
import type { State } from '../../dsl/state';
import { assertion } from '../assertion';

/**
 * No package on the server is half installed, but for those of `packages` and what these need, which installing them completes, and
 * what apt can complete without removing anything.
 */
export function noneHalfInstalled({ packages }: { packages: readonly string[] }): State {
  return {
    ...assertion({
      id: 'none_half_installed',
      label: 'No other package is half installed',
      check: sh`[ -z "$(mp_others_half_installed ${packages})" ]`.displayAs('dpkg --audit'),
      onFailure: sh`
        mp_others_half_installed ${packages} | while read -r package status; do
          echo "E: $(mp_half_installed_sentence "$package" "$status")"
        done >&2
      `,
    }),
    preview: sh`
      mp_others_half_installed ${packages} | while read -r package status; do
        mp_finding blocked "$(mp_half_installed_sentence "$package" "$status")"
      done
    `.displayAs('dpkg --audit'),
  };
}
