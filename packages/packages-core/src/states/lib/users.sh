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

# USER: where is recorded that Milepost has made it. The file holds its number, once it is there.
mp_user_record() { echo "${MP_RECORDS:-/var/lib/milepost-files}/users/$1"; }

# USER: is it one that Milepost has made?
mp_made_user() {
  mp_made=$(mp_user_record "$1")
  [ -f "$mp_made" ] || return 1
  [ ! -s "$mp_made" ] || [ "$(cat "$mp_made")" = "$(getent passwd "$1" | cut -d: -f3)" ]
}

mp_forget_user() { # USER
  rm -f "$(mp_user_record "$1")"
  rmdir "$(dirname "$(mp_user_record "$1")")" 2>/dev/null || :
}

# USER HOME SHELL OPTION...: as useradd does. A home that is there already keeps its files' owner: the user gets that number again.
mp_make_user() {
  mp_name=$1 mp_home=$2 mp_shell=$3
  shift 3
  mp_uid=$(stat -c %u "$mp_home" 2>/dev/null) || mp_uid=0
  if [ "$mp_uid" -ge 1000 ] && ! getent passwd "$mp_uid" >/dev/null; then set -- "$@" --uid "$mp_uid"; fi
  mp_note_user "$mp_name" || return
  useradd "$@" --create-home --home-dir "$mp_home" --shell "$mp_shell" "$mp_name" || return
  mp_note_user "$mp_name"
}

# USER: records that Milepost makes it, or has made it.
mp_note_user() {
  (
    umask 077
    mp_made=$(mp_user_record "$1")
    mkdir -p "${mp_made%/*}" && getent passwd "$1" | cut -d: -f3 >"$mp_made"
  )
}

# USER: prints its supplementary groups, in one line.
mp_groups_of() { id -Gn "$1" | tr ' ' '\n' | grep -vxF "$(id -gn "$1")" | sort | paste -sd ' ' -; }

# USER: may it do everything by sudo, without a password?
mp_may_sudo() { sudo -n -l -U "$1" 2>/dev/null | grep -q 'NOPASSWD: ALL$'; }

# USER HOME SHELL sudo|plain GROUP...: prints in lines SENTENCE TAB FIELD why Milepost must not take this name, or cannot. A user that was there
# before is taken only as it is.
mp_cannot_take_user() {
  mp_name=$1 mp_home=$2 mp_shell=$3 mp_sudo=$4
  shift 4
  for mp_group; do
    getent group "$mp_group" >/dev/null || printf '%s\t%s\n' "There is no group $mp_group on this server." groups
  done
  if mp_no_user "$mp_name"; then
    mp_owner=$(stat -c %U "$mp_home" 2>/dev/null) || return 0
    case $mp_owner in
      UNKNOWN) ;;
      *) printf '%s\t%s\n' "$mp_home is there already and belongs to $mp_owner. Move it away, or choose another name." name ;;
    esac
    return
  fi
  mp_made_user "$mp_name" && return
  IFS=: read -r _ _ mp_uid _ _ mp_its_home mp_its_shell <<END
$(getent passwd "$mp_name")
END
  if [ "$mp_uid" -lt 1000 ] || [ "$mp_uid" -ge 65534 ]; then
    printf '%s\t%s\n' "$mp_name is a user of the system itself. Choose another name." name
    return
  fi
  mp_there="There is already a user $mp_name, which Milepost takes over only as it is"
  if [ "$mp_its_home" != "$mp_home" ]; then
    printf '%s\t%s\n' "$mp_there. Its home is $mp_its_home, not $mp_home. Choose another name." name
    return
  fi
  [ "$mp_its_shell" = "$mp_shell" ] || printf '%s\t%s\n' "$mp_there: with the shell $mp_its_shell." shell
  case $mp_sudo in
    sudo) mp_may_sudo "$mp_name" || printf '%s\t%s\n' "$mp_there: without sudo." sudo ;;
    plain) if mp_may_sudo "$mp_name"; then printf '%s\t%s\n' "$mp_there: with sudo." sudo; fi ;;
  esac
  mp_its_groups=$(mp_groups_of "$mp_name")
  mp_in="in ${mp_its_groups:-no} groups"
  case $mp_its_groups in ?*) mp_in="in the groups $mp_its_groups" ;; esac
  [ "$mp_its_groups" = "$(printf '%s\n' "$@" | sort -u | paste -sd ' ' -)" ] ||
    printf '%s\t%s\n' "$mp_there: $mp_in." groups
}

# USER: prints what is in its home, a name a line.
mp_list_home() {
  mp_home=$(getent passwd "$1" | cut -d: -f6)
  [ -z "$mp_home" ] || find "$mp_home" -mindepth 1 -maxdepth 1 -printf '%f\n' 2>/dev/null | sort | head -n 100
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
  # The home first: where that is cut off, the user is still there, and the next try goes on.
  case $2$mp_home in
    keep*) ;;
    remove/*/*/* | remove/home/?* | remove/srv/?* | remove/opt/?*) rm -rf --one-file-system -- "$mp_home" || exit ;;
    *) echo "$mp_home, the home of $1, is too near to the root to be removed: it stays." ;;
  esac
  userdel "$1" && mp_forget_user "$1"
}

# USER: prints its entry, its password's digest, its own group and its other groups, for mp_restore_user.
mp_capture_user() {
  getent passwd "$1" || return 0
  printf '%s\n' "$(getent shadow "$1" | cut -d: -f2)"
  id -gn "$1"
  id -Gn "$1" | tr ' ' ,
  if mp_made_user "$1"; then echo made; fi
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
  [ "$(sed -n 5p "$MP_CAPTURE_FILE")" != made ] || mp_note_user "$1" || exit
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

# GROUP USER: it belongs to it no longer.
mp_leave_group() {
  mp_has_group "$1" "$2" || return 0
  gpasswd -d "$2" "$1" >/dev/null
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
