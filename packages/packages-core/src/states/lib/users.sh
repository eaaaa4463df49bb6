# shellcheck shell=sh
# Users and groups. They are looked up by their whole name: getent takes a number as well.

# USER: exit 1 where there is one.
mp_no_user() { if getent passwd "$1" >/dev/null; then return 1; fi; }

# USER: prints which processes it has, in a sentence.
mp_busy_user() {
  mp_uid=$(getent passwd "$1" | cut -d: -f3)
  [ -n "$mp_uid" ] || return 0
  mp_processes=$(find /proc -maxdepth 1 -name '[0-9]*' -uid "$mp_uid" 2>/dev/null | while IFS= read -r mp_each; do
    read -r mp_name 2>/dev/null <"$mp_each/comm" && printf '%s, ' "$mp_name (${mp_each#/proc/})"
  done | head -c 300)
  [ -z "$mp_processes" ] || echo "The user $1 has processes: ${mp_processes%, }. Stop them first."
}

# USER keep|remove
mp_delete_user() {
  if mp_no_user "$1"; then return; fi
  mp_busy=$(mp_busy_user "$1")
  [ -z "$mp_busy" ] || {
    echo "$mp_busy" >&2
    exit 4
  }
  mp_home=$(getent passwd "$1" | cut -d: -f6)
  userdel "$1" || exit
  [ "$2" = remove ] || return 0
  case $mp_home in
    /*/*/*) ;;
    /home/?* | /srv/?* | /opt/?*) ;;
    *)
      echo "$mp_home, the home of $1, is too near to the root to be removed: it stays."
      return
      ;;
  esac
  rm -rf --one-file-system -- "$mp_home"
}

# USER: prints its entry, its password's digest, its own group and its other groups, for mp_restore_user.
mp_capture_user() {
  getent passwd "$1" || return 0
  printf '%s\n' "$(getent shadow "$1" | cut -d: -f2)"
  id -gn "$1"
  id -Gn "$1" | tr ' ' ,
}

# USER: it is there again as it was.
mp_restore_user() {
  [ -s "$MP_CAPTURE_FILE" ] || return 0
  {
    IFS=: read -r _ _ mp_uid mp_gid mp_comment mp_home mp_shell && IFS= read -r _ && read -r mp_group && read -r mp_groups
  } <"$MP_CAPTURE_FILE" || exit
  getent group "$mp_group" >/dev/null || groupadd -g "$mp_gid" "$mp_group" || exit
  if mp_no_user "$1"; then
    useradd -M -u "$mp_uid" -g "$mp_group" -c "$mp_comment" -d "$mp_home" -s "$mp_shell" "$1" || exit
  fi
  [ -z "$(sed -n 2p "$MP_CAPTURE_FILE")" ] || sed -n "2s/^/$1:/p" "$MP_CAPTURE_FILE" | chpasswd -e || exit
  for mp_each in $(printf %s "$mp_groups" | tr , ' '); do
    ! getent group "$mp_each" >/dev/null || usermod -aG "$mp_each" "$1" || exit
  done
  [ -d "$mp_home" ] || echo "$1 is there again, its home $mp_home is not: what was in it is not kept."
}

# GROUP USER...: do they belong to it?
mp_has_group() {
  mp_entry=$(getent group "$1") || return 1
  shift
  for mp_member; do
    case ",${mp_entry##*:}," in *",$mp_member,"*) ;; *) return 1 ;; esac
  done
}

# GROUP system|users USER...
mp_add_group() {
  mp_group=$1
  getent group "$1" >/dev/null || case $2 in system) groupadd --system "$1" ;; *) groupadd "$1" ;; esac || exit
  shift 2
  for mp_each; do
    mp_has_group "$mp_group" "$mp_each" || gpasswd -a "$mp_each" "$mp_group" >/dev/null || exit
  done
}

# GROUP USER...: takes away who was added, and a group that was made.
mp_undo_group() {
  mp_group=$1
  shift
  getent group "$mp_group" >/dev/null || return 0
  read -r mp_former <"$MP_CAPTURE_FILE" || exit
  if [ "$mp_former" = absent ]; then
    groupdel "$mp_group"
    return
  fi
  for mp_each; do
    case ",${mp_former##*:}," in *",$mp_each,"*) continue ;; esac
    mp_has_group "$mp_group" "$mp_each" || continue
    gpasswd -d "$mp_each" "$mp_group" >/dev/null || exit
  done
}
