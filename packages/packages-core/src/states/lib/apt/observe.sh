# shellcheck shell=sh
# shellcheck disable=SC2086 # lists of packages are split on purpose
# shellcheck disable=SC2154 # apt/removal sets unneeded
# What apt would change, in lines that a program reads: see contract/observation.ts. By simulations, which need neither locks nor the network;
# where apt cannot tell, nothing is printed and the exit code is 3.

# PACKAGE...: what mp_install would change.
mp_observe_install() { mp_observe_changes --no-install-recommends install "$@"; }

# PACKAGE...: what mp_upgrade would change.
mp_observe_upgrade() { mp_observe_changes --no-install-recommends --only-upgrade install "$@"; }

# remove|purge PATTERN...: what mp_remove would change.
mp_observe_removal() {
  mp_how=$1
  present=$(mp_present "$@")
  [ -n "$present" ] || return 0
  present="$present $(mp_leftovers_needing $present)"
  mp_removed_with $present
  mp_observe_changes "$mp_how" $present $unneeded
}

# ARGUMENT...: what `apt-get ARGUMENT...` would change, a line a package: those that it names first, and then sorted.
mp_observe_changes() {
  export LC_ALL=C
  mp_simulated=$(mp_simulate "$@") || return 3
  {
    dpkg-query -W -f 'was ${Package} ${Version}\n'
    if mp_downloads=$(apt-get -qq -y --allow-change-held-packages --allow-remove-essential --print-uris "$@" 2>/dev/null); then
      echo sizes
      printf '%s\n' "$mp_downloads"
    fi
    printf '%s\n' "$mp_simulated"
  } | mp_named=$* awk '
    BEGIN { n = split(ENVIRON["mp_named"], list, " "); for (i = 1; i <= n; i++) at[list[i]] = i }
    function line(name, from, to, bytes) {
      printf "%04d\tpackage\t%s\t%s\t%s\t%s\n", (name in at) ? at[name] : 9999, name, from, to, bytes
    }
    function plain(version) { gsub(/[][()]/, "", version); return version }
    $1 == "was" { was[$2] = $3; next }
    $1 == "sizes" { known = 1; next }
    /^\047/ {
      file = $2; sub(/\.deb$/, "", file)
      name = file; sub(/_.*/, "", name); sub(/.*_/, "", file)
      bytes[name, file] += $3; next
    }
    $1 == "Inst" {
      from = ""; to = plain($3)
      if ($3 ~ /^\[/) { from = to; to = plain($4) }
      architecture = ""
      if (match($0, /\[[a-z0-9-]+\]\)/)) architecture = substr($0, RSTART + 1, RLENGTH - 3)
      name = $2; sub(/:.*/, "", name)
      line($2, from, to, known ? bytes[name, architecture] + 0 : "")
    }
    $1 == "Remv" || $1 == "Purg" {
      line($2, $3 ~ /^\[.+\]$/ ? plain($3) : was[$2], "", 0)
    }' | sort -u | cut -f 2-
}
