
# --- The spool --------------------------------------------------------------------------------------------------------
#   id, seq                    made once; how many claims there ever were, 13 characters, overwritten in place
#   op/OP.log                  the operation's journal
#   op/OP:KEY.rc .out .marks   exit record, output, phase marks
#   op/OP:KEY.alive .pause     held open by all of its processes; a pause was asked
#   op/OP:KEY.space            tells at the end whether the disk is full
#   captures/OP:MILESTONE.STATE  what a state's capture printed; "kept" is a link to it where an earlier version made the spool
#   guards/                    changes that wait to be confirmed: see the part about them
#   bin/SHA256                 supervisors
#   reserve                    space that is given up where the disk is full

ensure_spool() {
  mkdir -p "$spool/op" "$spool/captures" || refuse disk_full
  if [ ! -e "$spool/id" ] || was_restored; then
    acquire_lock || refuse busy
    read_identity
    if [ ! -e "$spool/id" ] || was_restored; then create_spool_id || refuse disk_full; fi
    exec 5>&-
    read_identity
  fi
  ensure_reserve
  read_count || refuse spool_restored
  read -r boot </proc/sys/kernel/random/boot_id
  printf '%s\n' "$spool_id" "$count" "$boot"
}

# A spool of an earlier version has its captures in "kept". They are moved once; commands that run meanwhile find them by the link.
move_captures() {
  [ ! -e "$spool/captures" ] && [ -d "$spool/kept" ] || return 0
  mv -T "$spool/kept" "$spool/captures" && ln -sT captures "$spool/kept"
} 2>/dev/null

# Fewer claims than memory knows of, or no count at all. It gets another id: whatever was meant for the old one is unknown
# from now on, and what is meant for this one can start.
was_restored() {
  read_count || return 0
  known_count=0
  [ ! -e "$memory/seq" ] || read -r known_count <"$memory/seq"
  [ "$known_count" -gt "$count" ]
}

read_count() { read -r count 2>/dev/null <"$spool/seq" && is_number "$count"; }

# The id appears whole or not at all, and only over a count that it can vouch for.
create_spool_id() {
  read_count || { rm -f "$spool/id" && printf '%13d\n' 0 >"$spool/seq"; }
  cat /proc/sys/kernel/random/uuid >"$spool/id.new" && sync "$spool/id.new" "$spool/seq" &&
    mv "$spool/id.new" "$spool/id" && sync "$spool"
}

# So that a full disk does not keep a fence from being raised or a command's end from being recorded. Made again once there is room.
ensure_reserve() {
  [ ! -s "$spool/reserve" ] || return 0
  printf '%65536s' '' 2>/dev/null >"$spool/reserve.new" && mv "$spool/reserve.new" "$spool/reserve" || rm -f "$spool/reserve.new"
}

release_reserve() { [ -e "$spool/reserve" ] && rm -f "$spool/reserve"; }

