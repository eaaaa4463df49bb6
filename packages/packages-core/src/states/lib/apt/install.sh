# shellcheck shell=sh
# shellcheck disable=SC1111 # quotes for people
# shellcheck disable=SC2005,SC2046,SC2086,SC2116 # lists of packages are split on purpose
# Installing packages.

# PACKAGE...: prints what stands against installing these, a sentence a line. Lists that are missing or old count for nothing, for they are
# refreshed before apt installs; nor do half-installed packages, which are completed before it, or named by apt/health.
mp_install_obstacles() {
  if simulated=$(mp_simulate --no-install-recommends install "$@"); then
    removed=$(echo $(echo "$simulated" | mp_removed_by))
    [ -z "$removed" ] || echo "Would be removed to install $1, because they cannot be there together: $(mp_list $removed). Remove them by hand first (“apt-get remove $removed”), or do not install $1."
    changed=$(echo $(echo "$simulated" | awk '$1 == "Inst" { print $2 }'))
    held=$([ -z "$changed" ] || echo $(mp_held $changed))
    [ -z "$held" ] || echo "On hold: $(mp_list $held). To allow the installation, run “apt-mark unhold $held” on the server."
    return
  fi
  case $simulated in *--fix-broken*) return ;; esac
  for mp_package; do
    apt-cache policy "$mp_package" | awk -v name="$mp_package" '
      $1 == "Candidate:" && $2 == "(none)" { none = 1 }
      none && /^ +[^ ]+ -[0-9]+$/ { pinned = 1 }
      END { if (pinned) print "A pin keeps " name " from being installed: look into /etc/apt/preferences and /etc/apt/preferences.d." }'
  done | grep . || {
    ! mp_lists_are_recent || echo "apt refuses to install $1: $(echo "$simulated" | sed -n 's/^E: //p' | head -n 1)"
  }
}

# PACKAGE...: installs them, or ends the script. Conflicts with what a person changed in configuration files are settled for the person;
# where an earlier uninstall kept the configuration and files of it were deleted since, those come back: dpkg would leave them out.
mp_install() {
  mp_wait_for_first_boot
  mp_finish_dpkg
  obstacles=$(mp_install_obstacles "$@")
  if [ -n "$obstacles" ]; then
    echo "$obstacles" >&2
    exit 4
  fi
  confmiss=''
  if dpkg-query -W -f '${db:Status-Status}\n' | grep -qx config-files; then
    for package in $(mp_apt -s --no-install-recommends install "$@" | awk '$1 == "Inst" { print $2 }'); do
      case "$(dpkg-query -W -f '${db:Status-Status} ' "$package" 2>/dev/null)" in config-files*) confmiss='-o Dpkg::Options::=--force-confmiss' ;; esac
    done
  fi
  mp_apt_change 0 $confmiss --no-install-recommends install "$@"
}
