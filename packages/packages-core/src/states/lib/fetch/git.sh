# shellcheck shell=sh
# shellcheck disable=SC2016 # scripts of an inner sh
# Clones. Everything is done by the user whose they are, for git does what a repository's configuration says.

# USER DIRECTORY ARGUMENT...: git in that directory.
mp_git_in() {
  mp_git_user=$1 mp_git_directory=$2
  shift 2
  command -v git >/dev/null || {
    echo 'git is not installed.' >&2
    return 4
  }
  mp_run_clean "$mp_git_user" git -C "$mp_git_directory" "$@"
}

# USER DIRECTORY REPOSITORY: is it a clone of that?
mp_is_clone() {
  [ -d "$2/.git" ] && [ "$(mp_git_in "$1" "$2" config --get remote.origin.url 2>/dev/null)" = "$3" ] || return 1
}

# USER DIRECTORY REPOSITORY: prints what stands in the way.
mp_git_obstacle() {
  if [ -h "$2" ] || { [ -e "$2" ] && [ ! -d "$2" ]; }; then echo "$2 is no directory: move it away."
  elif [ ! -d "$2" ] || [ -z "$(ls -A "$2")" ]; then :
  elif [ ! -d "$2/.git" ]; then echo "$2 is not empty, and no clone: move it away, or choose another directory."
  elif mp_git_began "$1" "$2"; then :
  elif ! mp_is_clone "$1" "$2" "$3"; then echo "$2 is a clone of another repository: move it away, or choose another directory."
  elif [ -n "$(mp_git_in "$1" "$2" status --porcelain --untracked-files=no 2>&1 | head -n 1)" ]; then
    echo "In $2 files were changed by hand: $(mp_git_in "$1" "$2" status --porcelain --untracked-files=no 2>&1 | head -n 5 | tr '\n' ',')"
  fi
}

# USER DIRECTORY: was a clone begun here that has no commit yet?
mp_git_began() { if mp_git_in "$1" "$2" rev-parse -q --verify HEAD >/dev/null 2>&1; then return 1; fi; }

# compare|checkout USER DIRECTORY REPOSITORY REF KNOWN_HOSTS key|no-key: with "key" a private key on stdin, which an agent of its own keeps
# until this ends. compare: is HEAD what REF is now? checkout: brings it there.
mp_git() {
  mp_verb=$1 mp_who=$2 mp_place=$3 mp_from=$4 mp_ref=$5 mp_hosts=$6
  if [ "$mp_verb" = checkout ]; then
    mp_obstacle=$(mp_git_obstacle "$mp_who" "$mp_place" "$mp_from")
    [ -z "$mp_obstacle" ] || {
      echo "$mp_obstacle" >&2
      return 4
    }
    [ -d "$mp_place" ] || mp_run_clean "$mp_who" mkdir "$mp_place" 2>/dev/null || install -d -o "${mp_who:-root}" -m 0755 "$mp_place" || return
  fi
  mp_script='key=$1 hosts=$2 file=""; shift 2
    clean_up() { [ -z "$file" ] || rm -f "$file"; [ "$key" = no-key ] || ssh-agent -k >/dev/null 2>&1; }
    trap clean_up EXIT
    export GIT_TERMINAL_PROMPT=0 GIT_SSH_COMMAND="ssh -o BatchMode=yes -o StrictHostKeyChecking=accept-new"
    if [ -n "$hosts" ]; then
      file=$(mktemp) && printf "%s\n" "$hosts" >"$file" || exit
      GIT_SSH_COMMAND="ssh -o BatchMode=yes -o StrictHostKeyChecking=yes -o UserKnownHostsFile=$file"
    fi
    [ "$key" = no-key ] || ssh-add -q - 2>/dev/null || { echo "The key cannot be read. It must be a private key without a passphrase." >&2; exit 4; }
    '$(mp_git_script "$mp_verb")
  set -- sh -c "$mp_script" - "$7" "$mp_hosts" "$mp_place" "$mp_from" "$mp_ref"
  [ "$5" = no-key ] || set -- ssh-agent "$@"
  mp_run_clean "$mp_who" "$@"
}

mp_git_script() {
  case $1 in
    compare)
      printf '%s\n' 'refs=$(git ls-remote -q "$2" "refs/heads/$3" "refs/tags/$3" "refs/tags/$3^{}") || exit 2
        tip=$(printf "%s\n" "$refs" | awk "{ tip = \$1 } END { print tip }")
        [ "$(git -C "$1" rev-parse HEAD)" = "${tip:-$3}" ] || exit 1
        [ -z "$(git -C "$1" status --porcelain --untracked-files=no)" ] || exit 1'
      ;;
    checkout)
      printf '%s\n' 'cd "$1" && git init -q && { git config remote.origin.url "$2" || exit; } &&
        { git fetch -q --depth 1 origin "$3" || git fetch -q origin "$3"; } && git checkout -q -f --detach FETCH_HEAD && git log -1 --format="%h %s"'
      ;;
  esac
}

# USER DIRECTORY: is HEAD what was fetched last?
mp_git_is_fetched() {
  [ -n "$(mp_git_in "$1" "$2" rev-parse HEAD)" ] &&
    [ "$(mp_git_in "$1" "$2" rev-parse HEAD)" = "$(mp_git_in "$1" "$2" rev-parse "FETCH_HEAD^{commit}")" ] || return 1
}

# USER DIRECTORY
mp_capture_clone() {
  if [ ! -e "$2" ]; then echo absent
  elif [ -z "$(ls -A "$2")" ]; then echo empty
  else mp_git_in "$1" "$2" rev-parse HEAD; fi
}

# USER DIRECTORY: it is at its former commit, or gone.
mp_restore_clone() {
  read -r mp_former <"$MP_CAPTURE_FILE" || exit
  [ -d "$2" ] || return 0
  case $mp_former in
    absent) rm -rf --one-file-system -- "$2" ;;
    empty) find "$2" -mindepth 1 -maxdepth 1 -exec rm -rf --one-file-system -- {} + ;;
    *) mp_git_in "$1" "$2" checkout -q -f --detach "$mp_former" ;;
  esac
}
