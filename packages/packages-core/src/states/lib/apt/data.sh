# shellcheck shell=sh
# Data that a purge would delete: renamed beside its place, so that nothing is copied and nothing can be half there; where that cannot be, as
# with a mount, nothing is purged. With MP_REMOVE_DATA only what was there before is kept. What has no user any more is for root alone,
# until a next install takes it over.

# PLACE...: prints which of these are there already, with mode and owner.
mp_snapshot_data() {
  for place; do
    [ ! -e "$place" ] || stat -L -c 'data %a %u:%g %n' "$place" || exit
  done
}

mp_captured_access() { awk -v place="$1" '$1 == "data" && $4 == place { print $2, $3 }' "$MP_CAPTURE_FILE"; }

# PLACE...: before a purge.
mp_preserve_data() {
  for place; do
    if [ -n "$MP_REMOVE_DATA" ] && [ -z "$(mp_captured_access "$place")" ]; then continue; fi
    if ! [ -e "$place" ] || [ -z "$(ls -A "$place")" ]; then continue; fi
    if [ -e "$place.milepost-backup" ]; then
      echo "Both $place and $place.milepost-backup are there: put one of them away, then try again." >&2
      return 4
    fi
    mv -T "$place" "$place.milepost-backup" || return
  done
}

# PLACE...: after it, also after one that failed or was cut off.
mp_restore_data() {
  for place; do
    if [ -n "$MP_REMOVE_DATA" ] && [ -z "$(mp_captured_access "$place")" ]; then
      rm -rf --one-file-system -- "$place" || return
      continue
    fi
    [ -e "$place.milepost-backup" ] || continue
    if [ -d "$place" ]; then rmdir "$place" 2>/dev/null; fi
    if [ -e "$place" ]; then
      echo "$place exists again. Its former content is kept as $place.milepost-backup."
      continue
    fi
    former=$(mp_captured_access "$place")
    former=${former:-700 0:0}
    chmod "${former% *}" "$place.milepost-backup" && chown "${former#* }" "$place.milepost-backup" &&
      mv -T "$place.milepost-backup" "$place" || return
    echo "What is stored in $place is kept."
  done
}
