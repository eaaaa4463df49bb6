# shellcheck shell=sh
# shellcheck disable=SC2154 # the script sets mp_site_template, with PORT in the place of the port
# Milepost's default site: it answers what no other site answers.

mp_site=/etc/nginx/sites-available/milepost-default
mp_enabled_site=/etc/nginx/sites-enabled/milepost-default

# PORT: prints the site for this server: without IPv6 where there is none.
mp_print_site() {
  if mp_has_ipv6; then printf %s "$mp_site_template"; else printf %s "$mp_site_template" | grep -vF '[::]'; fi | sed "s/PORT/$1/"
}

# Is the site there another one than Milepost writes, for whatever port?
mp_site_edited() {
  [ -e "$mp_site" ] || return 1
  former=$(sed 's/^\(\tlisten \)[0-9]* /\1PORT /; s/^\(\tlisten \[::\]:\)[0-9]* /\1PORT /' "$mp_site" | cksum)
  [ "$former" != "$(printf %s "$mp_site_template" | cksum)" ] &&
    [ "$former" != "$(printf %s "$mp_site_template" | grep -vF '[::]' | cksum)" ]
}

mp_site_enabled() { [ -h "$mp_enabled_site" ] && [ "$(readlink -f "$mp_enabled_site")" = "$(readlink -f "$mp_site")" ]; }

# PORT: is the site there as Milepost writes it, and enabled? Ends the script.
mp_has_default_site() {
  [ -f "$mp_site" ] && mp_site_enabled || exit 1
  if mp_print_site "$1" | cmp -s - "$mp_site"; then exit 0; else exit 1; fi
}

mp_enable_site() {
  if [ -e "$mp_enabled_site" ] && ! [ -h "$mp_enabled_site" ]; then
    echo "$mp_enabled_site is not a link to $mp_site: remove it, or move it away." >&2
    exit 4
  fi
  mp_site_enabled || ln -sfnT "$mp_site" "$mp_enabled_site"
}

# Is it gone, or one that was edited and is disabled?
mp_site_is_removed() {
  if [ -h "$mp_enabled_site" ]; then return 1; fi
  if [ -e "$mp_site" ]; then mp_site_edited || return 1; fi
}

mp_remove_site() {
  if [ -h "$mp_enabled_site" ]; then rm -f "$mp_enabled_site" || exit; fi
  if mp_site_edited; then echo "$mp_site was edited since Milepost wrote it: it stays, disabled."
  else rm -f "$mp_site"; fi
}

# The link, in a line of its own, and the file.
mp_capture_site() {
  if [ -h "$mp_enabled_site" ]; then echo "link $(readlink "$mp_enabled_site")"; else echo absent; fi
  mp_capture_file "$mp_site"
}

# Ends the script.
mp_restore_site() {
  read -r former target <"$MP_CAPTURE_FILE" || exit
  case $former in
    absent) if [ -h "$mp_enabled_site" ]; then rm -f "$mp_enabled_site" || exit; fi ;;
    link)
      if [ -d "${mp_enabled_site%/*}" ] && [ "$(readlink "$mp_enabled_site")" != "$target" ]; then
        ln -sfnT "$target" "$mp_enabled_site" || exit
      fi
      ;;
  esac
  file_capture=$MP_CAPTURE_FILE.file
  tail -n +2 "$MP_CAPTURE_FILE" >"$file_capture" || exit
  mp_restore_file "$mp_site" "$file_capture"
}
