# shellcheck shell=sh
# shellcheck disable=SC2086 # apt's words are split on purpose
# apt-get, with its progress.

# dpkg asks nothing: a configuration file that was changed by hand stays as it is. apt waits ten minutes for dpkg's lock.
mp_apt_options='-q -y -o DPkg::Lock::Timeout=600 -o Dpkg::Use-Pty=0 -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold'

# ARGUMENT...: apt-get that asks nothing.
mp_apt() { apt-get $mp_apt_options "$@"; }

# BY ARGUMENT...: the same with its progress: see mp_apt_get.
mp_apt_change() {
  by=$1
  shift
  mp_apt_get "$by" $mp_apt_options "$@"
}

# Of a whole installation, downloading is taken to be so many percent.
mp_download_share=30

# BY ARGUMENT...: `apt-get ARGUMENT...` that tells how far it is: BY is `files` for an update, else the number of packages, 0 for what apt
# finds to be installed. Output and exit code are apt's own. Its status goes through a pipe of its own, which no package's script inherits;
# it is read to its end even where the counting dies, for apt takes a broken pipe for a failure.
mp_apt_get() {
  by=$1 debs=/dev/null
  shift
  [ "$by" != 0 ] || debs=$(mktemp) || debs=/dev/null
  {
    code=$({
      { apt-get -o APT::Status-Fd=3 -o DPkg::Pre-Install-Pkgs::="wc -l >$debs" "$@" 3>&1 >&4 4>&- 6>&-; echo $? >&6; } |
        { (mp_apt_progress) >&4 4>&- 6>&-; cat >/dev/null 6>&-; }
    } 6>&1)
  } 4>&1
  [ "$debs" = /dev/null ] || rm -f "$debs"
  return "${code:-100}"
}

mp_apt_progress() {
  seen='' unpacked=0 set_up=0 removed=0 last=''
  while IFS=: read -r kind name percent words; do
    percent=${percent%%.*}
    case $kind in
      dlstatus) mp_apt_download ;;
      pmstatus) mp_apt_step ;;
    esac
  done
}

mp_apt_download() {
  [ "$last" != "$percent $words" ] || return
  last="$percent $words"
  set -- $words
  [ "$1 $2 $4" = 'Retrieving file of' ] || return
  if [ "$by" = files ]; then
    mp_progress "$3" "$5" files Downloading
  else
    mp_progress "$percent" 100 % "Downloading file $3 of $5" $((percent * mp_download_share / 100))
  fi
}

mp_apt_step() {
  case $words in
    Unpacking*) step=Unpacking ;;
    Configuring* | Installed*) step='Setting up' ;;
    Remov* | 'Completely remov'*) step=Removing ;;
    *) return ;;
  esac
  case $seen in *"<$step $name>"*) return ;; esac
  seen="$seen<$step $name>"
  total=$by share=$percent
  if [ "$by" = 0 ]; then
    read -r total <"$debs"
    share=$((mp_download_share + percent * (100 - mp_download_share) / 100))
  fi
  case $step in
    Unpacking) done=$((unpacked += 1)) ;;
    Removing) done=$((removed += 1)) ;;
    *) done=$((set_up += 1)) ;;
  esac
  if [ "$done" -le "${total:-0}" ]; then
    mp_progress "$done" "$total" packages "$step" "$share"
  else
    mp_progress "$percent" 100 % "$step $name" "$share"
  fi
}

