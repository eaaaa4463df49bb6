# shellcheck shell=sh
# shellcheck disable=SC1111 # quotes for people
# Time zone, clock, and the name of the server.

mp_time_zone() { timedatectl show -p Timezone --value; }

# ZONE: prints why it cannot be that of this server.
mp_unknown_zone() {
  timedatectl list-timezones --no-pager 2>/dev/null | grep -qxF -- "$1" ||
    echo "This server does not know the time zone $1. Choose one that “timedatectl list-timezones” prints."
}

# yes|no: prints why the clock cannot be synchronized so.
mp_cannot_synchronize() {
  if [ "$(timedatectl show -p NTP --value)" = "$1" ]; then return; fi
  if systemd-detect-virt -cq; then
    echo 'This server is a container: its clock is that of the computer on which it runs. Leave the synchronization as it is.'
  elif [ "$(timedatectl show -p CanNTP --value)" != yes ]; then
    echo 'This server has no time service that systemd can switch. Install systemd-timesyncd on it, or leave the synchronization as it is.'
  fi
}

mp_host_name() { hostnamectl --static; }

# NAME FULL_NAME: prints which lines of others in /etc/hosts give the name otherwise, and are found first.
mp_name_taken() {
  mp_without_block /etc/hosts '#' 'host name' 2>/dev/null | awk -v short="$1" -v full="$2" '
    { sub(/[ \t]*(#.*)?$/, "") }
    NF > 1 && $2 != full {
      for (i = 2; i <= NF; i++) if ($i == short || $i == full) {
        print "A line of /etc/hosts says “" $0 "”: with it the full name of this server is " $2 ", not " full ". Take the line out, or enter that domain."
        exit
      }
    }'
}

# FULL_NAME: does the server find itself by that name?
mp_is_named() { [ "$(hostname -f 2>/dev/null)" = "$1" ] || return 1; }
