# shellcheck shell=sh
# shellcheck disable=SC1111 # quotes for people
# shellcheck disable=SC2016 # sh -c's own
# Keys that may log in. All is done by the user itself, for its directory is the user's to change: root would follow any link there.

# USER SCRIPT ARGUMENT...: by that user's sh, in its home.
mp_as_user() {
  mp_login=$1 mp_script=$2
  shift 2
  mp_run_clean "$mp_login" sh -c "cd || exit; $mp_script" - "$@"
}

# USER BLOB: the lines that have this key.
mp_lines_with_key() {
  mp_as_user "$1" '[ -f .ssh/authorized_keys ] || exit 0
    grep -F -- "$1" .ssh/authorized_keys | grep -v "^[[:space:]]*#" || :' "$2"
}

# USER BLOB
mp_is_authorized() {
  mp_no_user "$1" && return 1
  mp_found=$(mp_lines_with_key "$1" "$2") || return 2
  [ -n "$mp_found" ] || return 1
}

# USER BLOB LINE: adds the line, whole or not at all.
mp_authorize() {
  if mp_is_authorized "$1" "$2"; then return; fi
  mp_as_user "$1" 'umask 077
    mkdir -p .ssh && chmod go-w .ssh || exit
    new=$(mktemp .ssh/.milepost-authorized_keys.XXXXXX) || exit
    { [ ! -f .ssh/authorized_keys ] || awk 1 .ssh/authorized_keys; } >"$new" && printf "%s\n" "$1" >>"$new" &&
      sync "$new" && mv -f "$new" .ssh/authorized_keys || { rm -f "$new"; exit 1; }' "$3"
}

# USER BLOB: removes the lines that have this key; a file and directory with nothing else in them go.
mp_revoke() {
  mp_no_user "$1" && return 0
  mp_as_user "$1" '[ -f .ssh/authorized_keys ] || exit 0
    umask 077
    new=$(mktemp .ssh/.milepost-authorized_keys.XXXXXX) || exit
    awk -v blob="$1" "/^[[:space:]]*#/ || index(\$0, blob) == 0" .ssh/authorized_keys >"$new" || { rm -f "$new"; exit 1; }
    if [ -s "$new" ]; then sync "$new" && mv -f "$new" .ssh/authorized_keys
    else rm -f "$new" .ssh/authorized_keys && { rmdir .ssh 2>/dev/null || :; }; fi' "$2"
}

# USER KEY FIELD: prints in lines SENTENCE TAB FIELD why sshd would not let the key log in as the user. FIELD is that of the key.
mp_cannot_use_key() {
  if mp_no_user "$1"; then
    echo "There is no user $1 on this server."
    return
  fi
  if command -v ssh-keygen >/dev/null && ! printf '%s\n' "$2" | ssh-keygen -l -f - >/dev/null 2>&1; then
    printf '%s\t%s\n' 'OpenSSH does not read this as a public key. Was all of the line copied?' "$3"
  fi
  mp_settings=$(sshd -T -C "user=$1,host=localhost,addr=127.0.0.1" 2>/dev/null) || return 0
  printf '%s\n' "$mp_settings" | grep -qx 'pubkeyauthentication yes' ||
    echo "sshd on this server takes no keys of $1: set “PubkeyAuthentication yes”."
  case " $(printf '%s\n' "$mp_settings" | sed -n 's/^authorizedkeysfile //p') " in
    *' .ssh/authorized_keys '* | *' %h/.ssh/authorized_keys '*) ;;
    *) echo "sshd on this server does not look into the file .ssh/authorized_keys of $1: add it to “AuthorizedKeysFile”." ;;
  esac
  printf '%s\n' "$mp_settings" | grep -qx 'strictmodes yes' || return 0
  mp_login_home=$(getent passwd "$1" | cut -d: -f6)
  mp_loose=$(find "$mp_login_home" "$mp_login_home/.ssh" -maxdepth 0 -perm /022 2>/dev/null | head -n 1)
  [ -z "$mp_loose" ] || echo "Others than $1 may write into $mp_loose, so sshd takes no keys from there: chmod go-w $mp_loose"
}
