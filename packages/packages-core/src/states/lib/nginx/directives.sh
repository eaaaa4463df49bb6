# shellcheck shell=sh
# shellcheck disable=SC2015 # "A && B || mp_end": mp_end does not return
# shellcheck disable=SC2034,SC2154 # `former` is for who calls; file/replace sets `new`
# Where a directive stands in nginx's main file.

# Prints what is to be done, fields separated by tabs: `same`; `replace START SIZE FORMER`, in bytes; `line START 0` or `word START 0` where it
# is missing and a line, or more of a line, is to be inserted; or `blocked SENTENCE`.
# shellcheck disable=SC2016 # it is awk's
mp_locate_program='
function on_any(file, ctx, starts) { if (file == main && ctx == "" && first == "") first = starts[1] - 1 }
function on_directive(file, ctx, srv, k, words, starts, ends, line,   i) {
  on_any(file, ctx, starts)
  if (ctx != section || words[1] != name) return
  if (k < 2) { fail(file, line, name " has no value"); return }
  at[++found] = file ", line " line
  if (found > 1) return
  in_file = file; start = starts[2] - 1; size = ends[k] - starts[2]; former = words[2]
  for (i = 3; i <= k; i++) former = former " " words[i]
}
function on_block(file, ctx, srv, k, words, starts, ends, line, next_byte) {
  on_any(file, ctx, starts)
  if (ctx == "" && words[1] == "events") { events = file; events_line = line; inside = next_byte - 1 }
}
function blocked(sentence) { print "blocked\t" sentence; exit }
BEGIN {
  parse(main, "", 0)
  if (broken != "") blocked(broken)
  if (found > 1) blocked(name " is set twice, in " at[1] " and in " at[2] ": remove one of them.")
  if (found && former == value) { print "same"; exit }
  if (found && in_file != main)
    blocked(name " is set to " former " in " at[1] ", which Milepost does not change: choose " former " in the form, or remove it there.")
  if (linked != "") blocked(main " is a symbolic link, which Milepost does not replace: set “" name " " value ";” there by hand.")
  if (found) { print "replace\t" start "\t" size "\t" former; exit }
  if (section == "") { print "line\t" first + 0 "\t0"; exit }
  if (events == "") blocked(main " has no events section: add the line “events {}” to it.")
  if (events != main) blocked("The events section is in " events ", line " events_line ": add “" name " " value ";” to it.")
  print "word\t" inside "\t0"
}
'

# FILE SECTION NAME VALUE: sets `found` to what that answers, and what goes with it: `start`, `size`, `former`, or `sentence`. SECTION is empty
# for main, or /events. Ends the script where the file cannot be read.
mp_locate_directive() {
  linked=''
  if [ -h "$1" ]; then linked=yes; fi
  located=$(mp_nginx_awk "$mp_locate_program" -v main="$1" -v linked="$linked" -v section="$2" -v name="$3" -v value="$4") || exit 2
  found=$(printf '%s\n' "$located" | cut -f 1) sentence=$(printf '%s\n' "$located" | cut -f 2)
  start=$sentence size=$(printf '%s\n' "$located" | cut -f 3) former=$(printf '%s\n' "$located" | cut -f 4)
}

# FILE VALUE STATEMENT: writes what mp_locate_directive has found into the file. Ends the script where that cannot be.
mp_set_directive() {
  case $found in
    same) return 0 ;;
    replace) mp_splice "$1" "$2" ;;
    line) mp_splice "$1" "$3
" ;;
    word) mp_splice "$1" " $3" ;;
    blocked)
      printf '%s\n' "$sentence" >&2
      exit 4
      ;;
    *) exit 2 ;;
  esac
}

# FILE TEXT: prints the file with the text in place of `size` bytes from `start`.
mp_print_spliced() { head -c "$start" "$1" && printf %s "$2" && tail -c "+$((start + size + 1))" "$1"; }

# FILE VALUE STATEMENT: prints what mp_set_directive would write; fails where it would write nothing.
mp_print_with_directive() {
  case $found in
    replace) mp_print_spliced "$1" "$2" ;;
    line) mp_print_spliced "$1" "$3
" ;;
    word) mp_print_spliced "$1" " $3" ;;
    *) return 1 ;;
  esac
}

# FILE TEXT: puts the text in place of `size` bytes from `start`.
mp_splice() {
  mp_begin_replacement "$1"
  mp_print_spliced "$1" "$2" >"$new" &&
    mp_set_access as-before && sync "$new" || mp_end 1
  mp_classify
  mp_replace ''
}

# FIELD: prints "SENTENCE TAB FIELD" where what mp_locate_directive has found cannot be set.
mp_directive_reason() { if [ "$found" = blocked ]; then printf '%s\t%s\n' "$sentence" "$1"; fi; }
