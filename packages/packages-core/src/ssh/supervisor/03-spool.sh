
# --- The spool --------------------------------------------------------------------------------------------------------
#   id, seq                    made once; how many claims there ever were, 13 characters, overwritten in place
#   op/OP.log                  the operation's journal
#   op/OP:KEY.rc .out .marks   exit record, output, phase marks
#   op/OP:KEY.alive .pause     held open by all of its processes; a pause was asked
#   kept/OP:MILESTONE.SLOT     what a state's capture printed
#   bin/SHA256                 supervisors

make_spool() {
  mkdir -p "$spool/op" "$spool/kept" || refuse disk_full
  if [ ! -e "$spool/id" ]; then
    take_lock || refuse busy
    [ -e "$spool/id" ] || write_identity || refuse disk_full
    read -r spool_id <"$spool/id"
  fi
  read -r claims <"$spool/seq" && read -r boot </proc/sys/kernel/random/boot_id || refuse spool_restored
  printf '%s\n' "$spool_id" "$claims" "$boot"
}

# The id appears whole or not at all, and after the count that it vouches for.
write_identity() {
  printf '%13d\n' 0 >"$spool/seq" && cat /proc/sys/kernel/random/uuid >"$spool/id.new" &&
    sync "$spool/id.new" "$spool/seq" && mv "$spool/id.new" "$spool/id" && sync "$spool"
}
