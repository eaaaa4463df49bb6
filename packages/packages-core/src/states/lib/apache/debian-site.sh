# shellcheck shell=sh
# shellcheck disable=SC1111 # quotes for people
# Debian's own default site of Apache, and the line "Listen 80" that belongs to it.

mp_apache_site_link=/etc/apache2/sites-enabled/000-default.conf
mp_apache_site_file=/etc/apache2/sites-available/000-default.conf
# The link is kept under this name, where Apache does not read it: Debian's site is disabled by Milepost.
mp_apache_site_disabled=/etc/apache2/sites-available/000-default.conf.before-milepost
mp_apache_site_placeholder='# Written by Milepost: it goes once Apache is installed.'
mp_apache_site_folders='/etc/apache2 /etc/apache2/sites-available /etc/apache2/sites-enabled'
mp_apache_ports=/etc/apache2/ports.conf
mp_apache_aside='# Disabled by Milepost: Listen 80'

# Has Debian's package been set up once?
mp_apache_configured() {
  case "$(dpkg-query -W -f '${db:Status-Status}' apache2 2>/dev/null)" in
    installed | config-files | triggers-*) ;;
    *) return 1 ;;
  esac
}

mp_apache_is_placeholder() { [ -f "$mp_apache_site_link" ] && [ "$(head -c 200 "$mp_apache_site_link")" = "$mp_apache_site_placeholder" ]; }

# Prints what Debian's site shows but for welcome pages of Debian and the page of an earlier version of Milepost.
mp_apache_shown() {
  set -- -not -name index.nginx-debian.html
  if cmp -s /var/www/html/index.html /usr/share/apache2/default-site/index.html || grep -qsF 'Written by Milepost' /var/www/html/index.html; then
    set -- "$@" -not -name index.html
  fi
  find /var/www/html -mindepth 1 -maxdepth 1 "$@" 2>/dev/null
}

# PORT: prints the path of Debian's site where it is enabled, is as Debian wrote it, and nobody can miss it: Apache is not installed, or it shows
# nothing; and it is in the way of a default site on PORT, or another program has port 80.
mp_apache_debian_site_to_disable() {
  [ -h "$mp_apache_site_link" ] && [ "$(readlink -f "$mp_apache_site_link")" = "$mp_apache_site_file" ] || return 0
  mp_sum=$(dpkg-query -W -f '${Conffiles}\n' apache2 2>/dev/null | awk -v file="$mp_apache_site_file" '$1 == file { print $2 }')
  [ "$(md5sum <"$mp_apache_site_file")" = "$mp_sum  -" ] || return 0
  [ "$1" = 80 ] || [ -n "$(mp_other_listeners 80 apache2 any)" ] || return 0
  [ -z "$(command -v apache2ctl)" ] || [ -z "$(mp_apache_shown)" ] || return 0
  echo "$mp_apache_site_link"
}

# PORT: is it disabled where it is in the way? Where Apache was never set up, a placeholder keeps Debian from enabling it.
mp_apache_debian_site_is_disabled() {
  if mp_apache_configured; then [ -z "$(mp_apache_debian_site_to_disable "$1")" ]
  else [ -h "$mp_apache_site_disabled" ] && [ -e "$mp_apache_site_link" ]; fi
}

mp_apache_disable_debian_site() {
  if mp_apache_configured; then
    if [ -n "$(mp_apache_debian_site_to_disable "$1")" ]; then mv -fT "$mp_apache_site_link" "$mp_apache_site_disabled"; fi
    return
  fi
  for mp_folder in $mp_apache_site_folders; do [ -d "$mp_folder" ] || install -d -m 0755 "$mp_folder" || return; done
  ln -sfT ../sites-available/000-default.conf "$mp_apache_site_disabled" || return
  [ -e "$mp_apache_site_link" ] || [ -h "$mp_apache_site_link" ] || printf '%s\n' "$mp_apache_site_placeholder" >"$mp_apache_site_link"
}

mp_apache_capture_debian_site() {
  for mp_folder in $mp_apache_site_folders; do [ ! -d "$mp_folder" ] || echo "there $mp_folder"; done
  if [ -h "$mp_apache_site_link" ]; then echo "link $(readlink "$mp_apache_site_link")"; fi
  if [ -h "$mp_apache_site_disabled" ]; then echo disabled; else echo enabled; fi
  for mp_folder in $mp_apache_site_folders; do [ -d "$mp_folder" ] || echo "absent $mp_folder"; done | sort -r
}

mp_apache_restore_debian_site() {
  while read -r mp_former mp_where; do
    case $mp_former in
      there) [ -d "$mp_where" ] || install -d -m 0755 "$mp_where" || return ;;
      link)
        if [ -h "$mp_apache_site_disabled" ] && ! [ -e "$mp_apache_site_link" ]; then mv -fT "$mp_apache_site_disabled" "$mp_apache_site_link" || return; fi
        ;;
      enabled)
        if mp_apache_is_placeholder; then rm -f "$mp_apache_site_link" || return; fi
        rm -f "$mp_apache_site_disabled" || return
        ;;
      absent) rmdir "$mp_where" 2>/dev/null ;;
    esac
  done <"$MP_CAPTURE_FILE"
  :
}

mp_apache_remove_placeholder() { if mp_apache_is_placeholder; then rm -f "$mp_apache_site_link"; fi; }

mp_apache_list_debian_site_leftovers() {
  if mp_apache_is_placeholder; then echo "$mp_apache_site_link is a placeholder"; fi
  if [ -h "$mp_apache_site_disabled" ]; then echo "$mp_apache_site_link is disabled"; fi
}

mp_apache_debian_site_is_enabled() {
  if [ -h "$mp_apache_site_disabled" ] || mp_apache_is_placeholder; then return 1; fi
}

mp_apache_enable_debian_site() {
  mp_apache_remove_placeholder
  if [ -e "$mp_apache_site_link" ] || [ -h "$mp_apache_site_link" ]; then rm -f "$mp_apache_site_disabled"
  else mv -fT "$mp_apache_site_disabled" "$mp_apache_site_link"; fi
}

mp_apache_disable_debian_site_again() {
  if grep -qx disabled "$MP_CAPTURE_FILE" && [ -h "$mp_apache_site_link" ] && ! [ -h "$mp_apache_site_disabled" ]; then
    mv -fT "$mp_apache_site_link" "$mp_apache_site_disabled"
  fi
}

# PORT: prints on which port Apache is to listen for Debian's site: "80" as Debian has it, or nothing where that site is disabled by Milepost and
# nobody else has a site on port 80.
mp_apache_port_80() {
  if [ "$1" = 80 ]; then echo 80; return; fi
  if mp_apache_configured && ! [ -h "$mp_apache_site_disabled" ] && [ -z "$(mp_apache_debian_site_to_disable "$1")" ]; then echo 80; return; fi
  mp_apache_configured || return 0
  mp_dump=$(mp_apache_dump)
  if [ -z "$mp_dump" ]; then
    # Nobody knows which sites there are: it stays as it is.
    grep -qsxF "$mp_apache_aside" "$mp_apache_ports" || echo 80
  elif [ -n "$(printf '%s\n' "$mp_dump" | mp_apache_sites_on 80 "$(mp_apache_debian_site_to_disable "$1")")" ]; then echo 80; fi
}

# PORT: does ports.conf say so?
mp_apache_ports_are_right() {
  if [ -n "$(mp_apache_port_80 "$1")" ]; then
    if grep -qsxF "$mp_apache_aside" "$mp_apache_ports"; then return 1; fi
  else
    [ -e "$mp_apache_ports" ] || return 1
    if grep -qx 'Listen 80' "$mp_apache_ports"; then return 1; fi
  fi
}

# PORT: prints ports.conf as it is to be. Every other line stays.
mp_apache_print_ports() {
  if [ -n "$(mp_apache_port_80 "$1")" ]; then
    if grep -qx 'Listen 80' "$mp_apache_ports"; then grep -vxF "$mp_apache_aside" "$mp_apache_ports"
    else sed "s/^$mp_apache_aside\$/Listen 80/" "$mp_apache_ports"; fi
  else sed "s/^Listen 80\$/$mp_apache_aside/" "$mp_apache_ports"; fi
}
