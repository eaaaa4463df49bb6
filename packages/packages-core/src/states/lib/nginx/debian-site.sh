# shellcheck shell=sh
# shellcheck disable=SC1111 # quotes for people
# Debian's own default site.

mp_debian_link=/etc/nginx/sites-enabled/default
mp_debian_file=/etc/nginx/sites-available/default
# The link is kept under this name, where nginx does not read it.
mp_disabled_link=/etc/nginx/sites-available/default.before-milepost
mp_debian_folders='/etc/nginx /etc/nginx/sites-enabled'
mp_debian_web_root=/var/www/html

# Has Debian's package of nginx been set up once?
mp_configured() {
  case "$(dpkg-query -W -f '${db:Status-Status}' nginx-common 2>/dev/null)" in
    installed | config-files | triggers-*) ;;
    *) return 1 ;;
  esac
}

# Can a program listen on IPv6 here?
mp_has_ipv6() {
  [ -e /proc/net/if_inet6 ] || return 1
  case "$(LC_ALL=C timeout 5 bash -c 'exec 3<>/dev/tcp/::1/1' 2>&1)" in *'Address family not supported'*) return 1 ;; esac
}

# PORT: prints what listens there that is not nginx.service: "apache2 (apache2.service, package apache2)".
mp_other_listener() { mp_other_listeners "$1" nginx | head -n 1; }

# PORT: prints the path of the site where it is enabled, is as Debian wrote it, and nobody can miss it: nginx cannot open what it listens on;
# or it is in the way of a default site on PORT, and nginx is not installed, or there is nothing to show but Debian's welcome page or the
# page of an earlier version of Milepost.
mp_debian_site_to_disable() {
  [ -h "$mp_debian_link" ] && [ "$(readlink -f "$mp_debian_link")" = "$mp_debian_file" ] || return 0
  sum=$(dpkg-query -W -f '${Conffiles}\n' nginx-common 2>/dev/null | awk -v file="$mp_debian_file" '$1 == file { print $2 }')
  [ "$(md5sum <"$mp_debian_file")" = "$sum  -" ] || return 0
  if mp_has_ipv6 && [ -z "$(mp_other_listener 80)" ]; then
    [ "$1" = 80 ] || return 0
    [ -z "$(command -v nginx)" ] || [ -z "$(mp_shown_by_debian_site)" ] || return 0
  fi
  echo "$mp_debian_link"
}

mp_shown_by_debian_site() {
  set -- -not -name index.nginx-debian.html
  if grep -qsF '<!-- Written by Milepost -->' "$mp_debian_web_root/index.html"; then
    set -- "$@" -not -name index.html -not -name index.html.before-milepost
  fi
  find "$mp_debian_web_root" -mindepth 1 -maxdepth 1 "$@" 2>/dev/null
}

# PORT: is it disabled where it is in the way? Where nginx was never set up, Debian does not enable it (its postinst leaves alone what is
# there).
mp_debian_site_is_disabled() {
  if mp_configured; then [ -z "$(mp_debian_site_to_disable "$1")" ]
  else [ -e "$mp_debian_link" ]; fi
}

mp_disable_debian_site() {
  if mp_configured; then
    if [ -n "$(mp_debian_site_to_disable "$1")" ]; then mv -fT "$mp_debian_link" "$mp_disabled_link"; fi
  elif ! [ -e "$mp_debian_link" ]; then
    for folder in $mp_debian_folders; do [ -d "$folder" ] || install -d -m 0755 "$folder" || exit; done
    ln -sfT /dev/null "$mp_debian_link"
  fi
}

mp_capture_debian_site() {
  for folder in $mp_debian_folders; do [ ! -d "$folder" ] || echo "there $folder"; done | sort
  if [ -h "$mp_debian_link" ]; then echo "link $(readlink "$mp_debian_link")"; else echo none; fi
  for folder in $mp_debian_folders; do [ -d "$folder" ] || echo "absent $folder"; done | sort -r
}

mp_restore_debian_site() {
  while read -r former path; do
    case $former in
      link)
        if [ -h "$mp_disabled_link" ] && ! [ -e "$mp_debian_link" ] && [ -d /etc/nginx/sites-enabled ]; then
          mv -fT "$mp_disabled_link" "$mp_debian_link" || exit
        fi
        ;;
      none) mp_remove_debian_placeholder ;;
      absent) rmdir "$path" 2>/dev/null ;;
      # dpkg removes a directory of the package that is empty.
      there) [ -d "$path" ] || install -d -m 0755 "$path" || exit ;;
    esac
  done <"$MP_CAPTURE_FILE"
  :
}

# What keeps Debian from enabling its site.
mp_remove_debian_placeholder() { if [ "$(readlink "$mp_debian_link")" = /dev/null ]; then rm -f "$mp_debian_link"; fi; }

mp_enable_debian_site() {
  if [ -e "$mp_debian_link" ] || [ -h "$mp_debian_link" ]; then rm -f "$mp_disabled_link"
  else mv -fT "$mp_disabled_link" "$mp_debian_link"; fi
}

mp_list_debian_site_leftovers() {
  if [ "$(readlink "$mp_debian_link")" = /dev/null ]; then echo "$mp_debian_link is a link to /dev/null"; fi
  if [ -h "$mp_disabled_link" ]; then echo "$mp_debian_link is disabled"; fi
}

# PORT: prints why nginx does not accept its configuration as it is. One thing is no obstacle: that it cannot listen on IPv6 for Debian's own
# default site, which is going to be disabled.
mp_former_configuration_problem() {
  command -v nginx >/dev/null || return 0
  tested=$(nginx -t 2>&1) && return 0
  reason=$(printf '%s\n' "$tested" | sed -nE 's,^[^[]*\[(emerg|alert|crit)\] ([0-9]+#[0-9]+: )?,,p' | tail -n 1)
  [ -n "$reason" ] || reason=$(printf '%s\n' "$tested" | head -n 1)
  case $reason in 'socket() [::]:80 failed'*) [ -z "$(mp_debian_site_to_disable "$1")" ] || return 0 ;; esac
  echo "nginx does not accept its configuration as it is: $reason. Correct that first; “nginx -t” checks it."
}
