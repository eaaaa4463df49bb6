# shellcheck shell=sh
# shellcheck disable=SC1111 # quotes for people
# shellcheck disable=SC2005,SC2046,SC2086,SC2116 # lists of packages are split on purpose
# Removing installed packages.

# What would be refused for a hold or an essential package is simulated too, so that all that stands against it is found at once.
mp_simulate() { apt-get -q -y -s --allow-change-held-packages --allow-remove-essential "$@" 2>&1; }

mp_removed_by() { awk '$1 == "Remv" || $1 == "Purg" { print $2 }'; }

# PACKAGE...: those of stdin that are none of these.
mp_except() {
  mp_excluded=" $(echo "$@") "
  while read -r mp_each; do
    case $mp_excluded in *" ${mp_each%%:*} "*) ;; *) echo "$mp_each" ;; esac
  done
}

mp_held() { dpkg-query -W -f '${db:Status-Want} ${Package}\n' "$@" 2>/dev/null | sed -n 's/^hold //p'; }

mp_vital() { dpkg-query -W -f '${Essential}/${Protected} ${Package}\n' "$@" 2>/dev/null | awk '$1 ~ /yes/ { print $2 }'; }

mp_libraries() { dpkg-query -W -f '${Section} ${Package}\n' "$@" 2>/dev/null | awk '$1 ~ /(^|\/)libs$/ { print $2 }'; }

# Prints what apt installed for a package that is gone, and that nothing has needed since.
mp_leftovers() { mp_simulate autoremove | mp_removed_by; }

# PACKAGE...: prints, in a line, leftovers that need one of these: they go with it.
mp_leftovers_needing() {
  mp_needing=$(mp_simulate remove "$@" | mp_removed_by | mp_except "$@")
  [ -z "$mp_needing" ] || echo $(printf '%s\n' $mp_needing | mp_except $(printf '%s\n' $mp_needing | mp_except $(mp_leftovers)))
}

# PACKAGE...: prints what stands against removing these: a sentence a line, nothing where nothing does.
mp_removal_obstacles() {
  held=$(echo $(mp_held "$@"))
  [ -z "$held" ] || echo "On hold: $(mp_list $held). To allow the removal, run “apt-mark unhold $held” on the server."
  vital=$(echo $(mp_vital "$@"))
  [ -z "$vital" ] || echo "Essential to this system, never removed by Milepost: $(mp_list $vital)."
  instead=''
  if simulated=$(mp_simulate remove "$@"); then
    needing=$(echo $(echo "$simulated" | mp_removed_by | mp_except "$@"))
    [ -z "$needing" ] || needing=$(echo $(printf '%s\n' $needing | mp_except $(mp_leftovers)))
    instead=$(echo $(echo "$simulated" | awk '$1 == "Inst" { print $2 }'))
  elif [ -n "$(mp_half_installed)" ]; then
    needing=$(echo $(mp_needed_by "$@" | cut -d ' ' -f 2 | sort -u | mp_except "$@"))
  else
    echo "apt refuses to remove $1: $(echo "$simulated" | sed -n 's/^E: //p' | head -n 1)"
    return
  fi
  if [ -n "$needing" ]; then
    echo "Packages that need $1 and would be removed with it: $(mp_list $needing). Remove them first (“apt-get remove $needing”), or keep $1."
  elif [ -n "$instead" ]; then
    echo "With $1 gone, apt would install $(mp_list $instead) for a package that needs one of them. Install or remove packages by hand until “apt-get -s remove $1” installs nothing."
  fi
}

# PACKAGE...: prints the packages that were installed automatically in the same run of apt as one of these.
mp_installed_with() {
  for mp_log in /var/log/apt/history.log*; do
    case $mp_log in *.gz) zcat "$mp_log" ;; *) cat "$mp_log" ;; esac
  done 2>/dev/null | awk -v wanted=" $(echo "$@") " '/^Install: / {
    count = split(substr($0, 10), items, /\), /)
    with = 0
    for (i = 1; i <= count; i++) {
      name = items[i]
      sub(/[: ].*/, "", name)
      names[i] = name
      if (index(wanted, " " name " ")) with = 1
    }
    for (i = 1; with && i <= count; i++) if (items[i] ~ /, automatic/) print names[i]
  }'
}

# PACKAGE...: sets `unneeded`: libraries that were installed automatically, in the same run of apt as one of these, and that nothing needs
# afterwards; and `orphaned`: what else would not be needed then.
mp_unneeded_after() {
  unneeded='' orphaned=''
  gone=$(mp_simulate autoremove "$@") || return 0
  gone=$(echo $(echo "$gone" | mp_removed_by | mp_except "$@"))
  [ -n "$gone" ] || return 0
  came=$(mp_installed_with "$@")
  unneeded=$(printf '%s\n' $gone | mp_except $(printf '%s\n' $gone | mp_except $came))
  [ -z "$unneeded" ] || unneeded=$(echo $(mp_libraries $unneeded | mp_except $(mp_held $unneeded) $(mp_vital $unneeded)))
  orphaned=$(echo $(printf '%s\n' $gone | mp_except $unneeded))
  [ -n "$orphaned" ] || return 0
  if dpkg-query -W -f '${Depends}, ${Pre-Depends}\n' $orphaned | tr -s ' ,|' '\n' | grep -qxF "$(printf '%s\n' ${unneeded:-/})"; then unneeded=''; fi
}

# PACKAGE...: sets `unneeded` and `orphaned` for these, `unneeded` to nothing where something else would go with it.
mp_removed_with() {
  mp_unneeded_after "$@"
  [ -z "$orphaned" ] || [ -z "$(mp_simulate remove "$@" $unneeded | mp_removed_by | mp_except "$@" $unneeded)" ] || unneeded=''
}

# PACKAGE...: prints which of these were needed before.
mp_orphaned_by() { [ "$#" = 0 ] || apt-mark showauto "$@" 2>/dev/null | mp_except $(mp_leftovers); }

# PACKAGE: prints what would be removed with it and was installed automatically.
mp_automatic_dependents() {
  mp_dependents=$(echo $(mp_simulate remove "$1" | mp_removed_by))
  [ -z "$mp_dependents" ] || apt-mark showauto $mp_dependents 2>/dev/null
}

# remove|purge PATTERN...: removes those that are there, with what came with them and is not needed without them. Ends the script where
# that cannot be.
mp_remove() {
  mp_wait_for_first_boot
  how=$1
  present=$(mp_present "$@") || exit
  mp_remove_without_apt "$how" $present
  obstacles=$(mp_removal_obstacles $present)
  if [ -n "$obstacles" ]; then
    echo "$obstacles" >&2
    exit 4
  fi
  present="$present $(mp_leftovers_needing $present)"
  mp_removed_with $present
  mp_apt_change $(echo $present $unneeded | wc -w) "$how" $present $unneeded
}

# remove|purge PACKAGE...: where some package is half installed, of these or of others, apt refuses or finishes it first; dpkg removes without
# that. Ends the script then.
mp_remove_without_apt() {
  mp_wait_for_dpkg || exit
  [ -n "$(mp_half_installed)" ] || return 0
  how=$1
  shift
  mp_needed_by "$@" | while read -r package by; do
    echo "The package $by needs $package, which would be removed: remove $by first." >&2
    exit 4
  done || exit
  mp_record_units "$@"
  mp_remove_packages "$how" "$@" || exit
  systemctl daemon-reload
  systemctl reset-failed $(mp_units ours) 2>/dev/null
  exit 0
}

# remove|purge PATTERN...: findings on what goes and stays besides.
mp_preview_removal() {
  present=$(mp_present "$@")
  along=$([ -z "$present" ] || mp_leftovers_needing $present)
  [ -z "$along" ] || mp_finding changes "Also removes what needs it and was only there for packages that are gone: $(mp_list $along)."
  mp_unneeded_after $present $along
  [ -z "$unneeded" ] || mp_finding changes "Also removes libraries that came with it and that no other package needs: $(mp_list $unneeded)."
  orphaned=$(echo $(mp_orphaned_by $orphaned))
  [ -z "$orphaned" ] || mp_finding keeps "No longer needed by any package afterwards, but kept: $(mp_list $orphaned)."
}

# PACKAGE...: a finding on those of them that are installed: they stay.
mp_preview_stays() {
  mp_stays=$(echo $(mp_present remove "$@"))
  [ -z "$mp_stays" ] || mp_finding keeps "Stays, because other software may use it: $(mp_list $mp_stays)."
}

# UNIT PROGRAM PATTERN...: both may be empty. Prints what stands against removing these packages, a sentence a line: also that dpkg cannot write, or that others
# than the unit run their program.
mp_removal_blockers() {
  unit=$1 program=$2
  shift 2
  present=$(mp_present remove "$@") || exit
  [ -z "$present" ] || {
    mp_removal_obstacles $present
    # What a removal writes to: DIRECTORY MEGABYTES FILES.
    printf '%s\n' '/var/lib/dpkg 10 20' '/usr 0 0' '/etc 0 0' | mp_lacking_space
  }
  for pid in $([ -z "$program" ] || mp_instances "$program"); do
    case "$(mp_unit_of "$pid")" in
      "$unit" | "${unit%.service}@-.service") ;;
      *) mp_describe "$pid" ;;
    esac
  done | sort -u | sed "s|.*|$program is also run by &: without the package it could not start again. Stop it first, or run it from another copy.|"
}
