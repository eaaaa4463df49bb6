# shellcheck shell=sh
# Apache's modules, by the names of a2enmod.

mp_apache_modules=/etc/apache2/mods-enabled
mp_apache_modules_available=/etc/apache2/mods-available

mp_apache_has_module() { [ -e "$mp_apache_modules/$1.load" ]; }

# Prints the modules that are enabled, a name a line.
mp_apache_enabled_modules() {
  for mp_load in "$mp_apache_modules"/*.load; do
    if [ -e "$mp_load" ]; then basename "$mp_load" .load; fi
  done
}

# Prints the MPMs that are enabled: "event".
mp_apache_mpms() { mp_apache_enabled_modules | sed -n 's/^mpm_//p' | tr '\n' ' ' | sed 's/ $//'; }

# MODULE: prints the modules that its file says it depends on.
mp_apache_depends() { sed -n 's/^# *Depends: *//p' "$mp_apache_modules_available/$1.load" 2>/dev/null; }

# MODULE...: prints them and all that they depend on, a name a line.
mp_apache_closure() {
  for mp_module; do
    echo "$mp_module"
    # shellcheck disable=SC2046 # a list
    mp_apache_closure $(mp_apache_depends "$mp_module")
  done
}

# MODULE: prints the enabled modules that depend on it.
mp_apache_dependents() {
  mp_apache_enabled_modules | while IFS= read -r mp_other; do
    case " $(mp_apache_depends "$mp_other") " in *" $1 "*) echo "$mp_other" ;; esac
  done
}

# MODULE...: are all of them enabled?
mp_apache_has_modules() {
  for mp_module; do mp_apache_has_module "$mp_module" || return 1; done
}

# MODULE...: prints those that are enabled and that no enabled module depends on.
mp_apache_removable() {
  for mp_module; do
    if mp_apache_has_module "$mp_module" && [ -z "$(mp_apache_dependents "$mp_module")" ]; then echo "$mp_module"; fi
  done
}

# MODULE...: disables them, but for what other modules depend on.
mp_apache_disable_modules() {
  while mp_removable=$(mp_apache_removable "$@") && [ -n "$mp_removable" ]; do
    # shellcheck disable=SC2086 # a list
    a2dismod -q $mp_removable || return
  done
  for mp_module; do
    if mp_apache_has_module "$mp_module"; then
      echo "The module $mp_module stays enabled: $(mp_apache_dependents "$mp_module" | tr '\n' ' ')depends on it."
    fi
  done
}

# MODULE...: after a2enmod, disables what it has enabled of them and of what they depend on.
mp_apache_undo_enable() {
  command -v a2dismod >/dev/null || return 0
  mp_apache_closure "$@" | sort -u | while IFS= read -r mp_module; do
    if mp_apache_has_module "$mp_module" && ! grep -qx "$mp_module" "$MP_CAPTURE_FILE"; then a2dismod -q -f "$mp_module" || exit; fi
  done
}

# MODULE...: after mp_apache_disable_modules, enables again what it has disabled.
mp_apache_undo_disable() {
  command -v a2enmod >/dev/null || return 0
  for mp_module; do
    if grep -qx "$mp_module" "$MP_CAPTURE_FILE" && ! mp_apache_has_module "$mp_module"; then a2enmod -q "$mp_module" || return; fi
  done
}

# MPM...: these are enabled, and no other MPM is.
mp_apache_set_mpm() {
  for mp_mpm in $(mp_apache_mpms); do
    case " $* " in *" $mp_mpm "*) ;; *) a2dismod -q "mpm_$mp_mpm" || return ;; esac
  done
  for mp_mpm; do mp_apache_has_module "mpm_$mp_mpm" || a2enmod -q "mpm_$mp_mpm" || return; done
}

mp_apache_undo_mpm() {
  command -v a2dismod >/dev/null || return 0
  read -r mp_former <"$MP_CAPTURE_FILE"
  # shellcheck disable=SC2086 # a list
  [ -z "$mp_former" ] || mp_apache_set_mpm $mp_former
}

# MPM: prints which modules keep another MPM from being replaced by it.
mp_apache_mpm_problem() {
  for mp_mpm in $(mp_apache_mpms); do
    [ "$mp_mpm" != "$1" ] || continue
    mp_apache_dependents "mpm_$mp_mpm" | while IFS= read -r mp_module; do
      echo "The module $mp_module works with the MPM $mp_mpm alone: choose that, or disable the module (a2dismod $mp_module)."
    done
  done
}

# MPM FIELD: a finding on the MPM that is replaced.
mp_apache_preview_mpm() {
  mp_former=$(mp_apache_mpms)
  case $mp_former in '' | "$1") ;; *) mp_finding changes "The MPM changes from $mp_former to $1, and Apache is restarted." "$2" ;; esac
}

# NUMBER FILE FIELD: a finding on another MaxRequestWorkers that somebody has set outside of FILE. That of Debian's own files counts only where
# they were edited.
mp_apache_preview_workers() {
  mp_found=$(mp_apache_dump | awk -F '\t' 'tolower($3) ~ /^maxrequestworkers / { sub(/^[^ ]+ +/, "", $3); found = $3 "\t" $1 } END { if (found != "") print found }')
  mp_former=${mp_found%%"	"*} mp_where=${mp_found#*"	"}
  case $mp_found in '' | *"	$2") return ;; esac
  mp_where=$(readlink -f "$mp_where")
  [ "$mp_former" != "$1" ] && [ "$mp_where" != "$(readlink -f "$2")" ] || return 0
  mp_find "$mp_where"
  if ! mp_is_pristine; then mp_finding changes "MaxRequestWorkers changes from $mp_former in $mp_where to $1; that file stays as it is." "$3"; fi
}
