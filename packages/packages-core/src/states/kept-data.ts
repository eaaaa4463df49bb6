import type { Command } from '../dsl/sh';
import { sh } from '../dsl/sh';

/** Prints which of these places are there already, with mode and owner. */
export function captureData(places: readonly string[]): Command {
  if (places.length === 0) return sh`:`;
  return sh`
    for place in ${places}; do
      [ ! -e "$place" ] || stat -L -c 'data %a %u:%g %n' "$place" || exit
    done
  `;
}

/**
 * `mp_data_aside` before a purge, `mp_data_back` after it, also after one that failed or was cut off. By a rename beside its place, so
 * that nothing is copied and nothing can be half there; where that cannot be, as with a mount, nothing is purged. With MP_REMOVE_DATA
 * only what was there before is kept. What has no user any more is for root alone, until a next install takes it over.
 */
export function dataFunctions(places: readonly string[]): Command {
  if (places.length === 0) {
    return sh`
      mp_data_aside() { :; }
      mp_data_back() { :; }
    `;
  }
  return sh`
    mp_data_was() { awk -v place="$1" '$1 == "data" && $4 == place { print $2, $3 }' "$MP_CAPTURED"; }
    mp_data_aside() {
      for place in ${places}; do
        if [ -n "$MP_REMOVE_DATA" ] && [ -z "$(mp_data_was "$place")" ]; then continue; fi
        if ! [ -e "$place" ] || [ -z "$(ls -A "$place")" ]; then continue; fi
        if [ -e "$place.kept-by-milepost" ]; then
          echo "Both $place and $place.kept-by-milepost are there: put one of them away, then try again." >&2
          return 4
        fi
        mv -T "$place" "$place.kept-by-milepost" || return
      done
    }
    mp_data_back() {
      for place in ${places}; do
        if [ -n "$MP_REMOVE_DATA" ] && [ -z "$(mp_data_was "$place")" ]; then
          rm -rf --one-file-system -- "$place" || return
          continue
        fi
        [ -e "$place.kept-by-milepost" ] || continue
        if [ -d "$place" ]; then rmdir "$place" 2>/dev/null; fi
        if [ -e "$place" ]; then
          echo "$place is there anew: what was stored there is kept as $place.kept-by-milepost."
          continue
        fi
        former=$(mp_data_was "$place")
        former=\${former:-700 0:0}
        chmod "\${former% *}" "$place.kept-by-milepost" && chown "\${former#* }" "$place.kept-by-milepost" &&
          mv -T "$place.kept-by-milepost" "$place" || return
        echo "What is stored in $place is kept."
      done
    }
  `;
}
