#!/bin/sh
# shellcheck disable=SC2154 # r_… and the states' scripts come from the request, which is sourced
# shellcheck disable=SC2015 # "A && B || refuse": what refuses does not return
# Milepost's supervisor: runs one milestone, its states in order, at most once, whatever happens to the link.
# It lies at a path named by its SHA-256. The console calls it over ssh; nobody else needs to.
#
#   supervisor VERB SPOOL ...
#     spool                               make the spool where there is none; print its id, its count of claims and the boot id
#     start WAIT PROBE LIMIT              stdin: header, request, secrets. PROBE 1: are all checks true? Else run it, and attach at 0
#     attach OP KEY OFFSET MARKS WAIT LIMIT [TAIL]
#                                         output from byte OFFSET on stdout, marks after the first MARKS on stderr. It ends after LIMIT
#                                         bytes. TAIL: what lies more than so many bytes before the end is left out; "mp ready" says from where
#     pause OP KEY                        stop between two states
#     fence OP N                          nothing with a lower fence starts from now on
#     close OP N                          fence, and nothing of this operation ever starts again
#     stop OP KEY N DPKG GRACE FORCE      fence, let dpkg end, stop all processes, prove that none is left
#     confirm OP KEY STATE FENCE          the guarded change of this state stays: called over a new connection
#     run OP KEY STARTER BIRTH            the executor: called by start alone
#     guard OP:MILESTONE.STATE            undoes a guarded change in time: called by a timer, and by the next boot
#
# stderr lines that begin with "mp" are for the caller; the marks are the others it knows.

umask 077
export LC_ALL=C PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin

self=$0 verb=$1 spool=$2 without_units=$MP_SETSID
shift 2

# In memory: requests on their way, and a copy of each journal that shows whether the spool was put back in this boot.
read_identity() {
  spool_id=none
  [ ! -e "$spool/id" ] || read -r spool_id <"$spool/id"
  if [ -w /run ]; then memory=/run/milepost/$spool_id; else memory=/dev/shm/milepost.$(id -u)/$spool_id; fi
}
read_identity

send_message() { printf 'mp %s\n' "$*" >&2; }

refuse() { # REASON [DETAIL]: the reasons are those of engine/host.ts
  send_message refused "$@"
  exit 78
}

is_number() { case $1 in '' | *[!0-9]* | 0?* | ??????????????*) return 1 ;; esac; }

# A name goes into paths, unit names and globs; ":" stands between two of them.
require_names() {
  for name; do
    case $name in '' | .* | *[!A-Za-z0-9_.-]*) refuse malformed "name $name" ;; esac
    [ "${#name}" -le 100 ] || refuse malformed 'name too long'
  done
}
