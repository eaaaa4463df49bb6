# shellcheck shell=sh
# shellcheck disable=SC3013 # dash has -ef
# Whose a process is. A name identifies nothing: a process belongs to a unit by its control group, and to a package by its executable.

mp_cgroup_of() {
  awk -F: '$1 == 0 { unified = substr($0, 4) } $2 == "name=systemd" { named = $3 }
    END { print unified == "" || unified == "/" ? named : unified }' "/proc/$1/cgroup" 2>/dev/null
}

# PID: prints its service or scope.
mp_unit_of() { mp_cgroup_of "$1" | tr / '\n' | grep -E '[.](service|scope)$' | tail -n 1; }

mp_contained() { [ "$(readlink "/proc/$1/ns/pid")" != "$(readlink /proc/self/ns/pid)" ]; }

mp_executable_of() { readlink "/proc/$1/exe" 2>/dev/null | sed 's/ (deleted)$//'; }

# PID PROGRAM: was it started from this file of the server itself, also where that was replaced since?
mp_runs() {
  [ "/proc/$1/exe" -ef "$2" ] && return
  [ "/proc/$1/root/" -ef / ] && [ "$(readlink "/proc/$1/exe" 2>/dev/null)" = "$(readlink -f "$2") (deleted)" ]
}

# PROGRAM: prints all that were.
mp_instances() {
  {
    find -L /proc/[0-9]*/exe -maxdepth 0 -samefile "$1"
    find /proc/[0-9]*/exe -maxdepth 0 -lname "$(readlink -f "$1") (deleted)"
  } 2>/dev/null | cut -d / -f 3 | sort -nu | while read -r mp_each; do if mp_runs "$mp_each" "$1"; then echo "$mp_each"; fi; done
}

mp_package_of() {
  mp_file=$(mp_executable_of "$1")
  [ -n "$mp_file" ] && mp_runs "$1" "$mp_file" || return
  for mp_path in "$mp_file" "${mp_file#/usr}"; do
    dpkg-query -S "$mp_path" 2>/dev/null | sed -n '/^diversion by /d; s/[:,].*//p' | grep -m 1 . && return
  done
  return 1
}

# PID UNIT: is it the unit's, or that of UNIT@-.service, which it starts, and runs an executable of a package?
mp_belongs() {
  mp_group=$(systemctl show -P ControlGroup "$2" 2>/dev/null)
  case "$(mp_cgroup_of "$1")/" in
    "${mp_group:-/none}"/* | */system.slice/*/"${2%.service}@-.service"/*) ;;
    *) return 1 ;;
  esac
  mp_contained "$1" && return 1
  mp_package_of "$1" >/dev/null
}

# PID: prints "apache2 (apache2.service, package apache2)".
mp_describe() {
  read -r mp_name 2>/dev/null <"/proc/$1/comm" || mp_name='a process'
  mp_unit=$(mp_unit_of "$1")
  mp_unit=${mp_unit:-process $1}
  if mp_contained "$1"; then echo "$mp_name in a container ($mp_unit)"
  elif mp_package=$(mp_package_of "$1"); then echo "$mp_name ($mp_unit, package $mp_package)"
  else echo "$mp_name ($mp_unit, $(mp_executable_of "$1"), which belongs to no package)"; fi
}

