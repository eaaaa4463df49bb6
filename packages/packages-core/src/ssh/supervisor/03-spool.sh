
# --- The spool --------------------------------------------------------------------------------------------------------
#   id, seq                    made once; how many claims there ever were, 13 characters, overwritten in place
#   op/OP.log                  the operation's journal
#   op/OP:KEY.rc .out .marks   exit record, output, phase marks
#   op/OP:KEY.alive .pause     held open by all of its processes; a pause was asked
#   op/OP:KEY.room             tells at the end whether the disk is full
#   kept/OP:MILESTONE.SLOT     what a state's capture printed
#   bin/SHA256                 supervisors

make_spool() {
  mkdir -p "$spool/op" "$spool/kept" || refuse disk_full
  if [ ! -e "$spool/id" ] || was_put_back; then
    take_lock || refuse busy
    read_identity
    if [ ! -e "$spool/id" ] || was_put_back; then name_spool || refuse disk_full; fi
    exec 5>&-
    read_identity
  fi
  read_count || refuse spool_restored
  read -r boot </proc/sys/kernel/random/boot_id
  printf '%s\n' "$spool_id" "$count" "$boot"
}

# Fewer claims than memory knows of, or no count at all. It gets another id: whatever was meant for the old one is unknown
# from now on, and what is meant for this one can start.
was_put_back() {
  read_count || return 0
  known_count=0
  [ ! -e "$memory/seq" ] || read -r known_count <"$memory/seq"
  [ "$known_count" -gt "$count" ]
}

read_count() { read -r count 2>/dev/null <"$spool/seq" && is_number "$count"; }

# The id appears whole or not at all, and only over a count that it can vouch for.
name_spool() {
  read_count || { rm -f "$spool/id" && printf '%13d\n' 0 >"$spool/seq"; }
  cat /proc/sys/kernel/random/uuid >"$spool/id.new" && sync "$spool/id.new" "$spool/seq" &&
    mv "$spool/id.new" "$spool/id" && sync "$spool"
}
