# shellcheck shell=sh
# shellcheck disable=SC2034 # what is set is for who calls
# shellcheck disable=SC2154 # file/record sets mp_file and others, observations mp_secret_words
# Unified diffs of what is there and what would be there: see contract/file-diff.ts. They go to the console, so no secret may be in them:
#   plain     lines that may hold a secret are masked; where not everybody may read the file, nothing of it is shown
#   secret    a secret would be written: nothing of a file that is there is shown
#   directives NAME...   each line is a name and a value: of these names the values are shown, of others they are not, unless it is `plain`
# What would be written comes with its secrets masked already.

mp_max_diff_file=4194304

# What a state prints that cannot say what it would write.
mp_not_printed='This is not what would be written.'

mp_masked='‹not shown›'

# KIND ADDED REMOVED MORE: the line that comes before a diff.
mp_diff_line() { printf 'diff\t%s\t%s\t%s\t%s\t%s\n' "$@" "$mp_path"; }

# plain|secret|directives NAME...: what would be written on stdin → a diff against mp_file. Nothing where nothing differs.
mp_print_diff() {
  mp_how=$1 mp_there=$mp_file
  shift
  [ -e "$mp_there" ] || mp_there=/dev/null
  if [ -f "$mp_there" ] && [ "$(stat -c %s "$mp_there")" -gt "$mp_max_diff_file" ]; then
    mp_diff_line too_large 0 0 0
  elif [ -f "$mp_there" ] && grep -qa 'PRIVATE KEY' "$mp_there"; then
    mp_diff_line secrets 0 0 0
  elif [ ! -f "$mp_there" ] || { [ "$mp_how" = plain ] && mp_is_public "$mp_there"; }; then
    mp_unified - "$mp_there" | mp_bound_diff
  elif [ "$mp_how" = directives ]; then
    mp_mask_values "$@" | { mp_mask_values "$@" <"$mp_there" | mp_unified /dev/fd/3 -; } 3<&0 | mp_bound_diff secrets
  else
    mp_diff_line secrets 0 0 0
  fi
}

# NEW THERE
mp_unified() {
  mp_name=$mp_path
  [ "$mp_there" != /dev/null ] || mp_name=/dev/null
  LC_ALL=C diff -u --label "$mp_name" --label "$mp_path" -- "$2" "$1"
}

# NAME...: the lines of stdin, without the values of others than these, and without other comments than these.
mp_mask_values() {
  mp_shown=$(printf '%s\n' "$@") mp_masked=$mp_masked awk '
    BEGIN { n = split(ENVIRON["mp_shown"], list, "\n"); for (i = 1; i <= n; i++) shown[list[i]] = 1; masked = ENVIRON["mp_masked"] }
    NF == 0 || $0 in shown { print; next }
    /^[ \t]*#/ { print "# " masked; next }
    { name = tolower($1) }
    name in shown { print; next }
    NF > 1 && name ~ /^[a-z][a-z0-9_.-]*$/ && length(name) <= 40 { print $1 " " masked; next }
    { print masked }'
}

# [secrets]: a unified diff on stdin → the same with its line before it, bounded, what may hold a secret masked. Where nothing differs: nothing,
# or that the secrets do.
mp_bound_diff() {
  LC_ALL=C mp_words=$mp_secret_words mp_masked=$mp_masked mp_no="+$mp_not_printed" mp_path=$mp_path mp_same=$1 awk '
    function header(kind) { printf "diff\t%s\t%d\t%d\t%d\t%s\n", kind, added, removed, more, ENVIRON["mp_path"] }
    # Of what mp_mask_values printed: "requirepass ‹not shown›".
    function is_masked(   size) {
      size = length(ENVIRON["mp_masked"])
      return ENVIRON["mp_same"] != "" && substr($0, length($0) - size + 1) == ENVIRON["mp_masked"]
    }
    NR == 1 { words = ENVIRON["mp_words"] }
    NR == 1 && /^Binary files / { binary = 1 }
    $0 == ENVIRON["mp_no"] { failed = 1 }
    NR > 2 && /^\+/ { added++ }
    NR > 2 && /^-/ { removed++ }
    NR > 2 && /^[-+ ]/ && tolower(substr($0, 2)) ~ words && !is_masked() { $0 = substr($0, 1, 1) ENVIRON["mp_masked"] }
    { if (length($0) > 1000) $0 = substr($0, 1, 1000) "…" }
    n < 400 && !more && bytes + length($0) < 16384 { line[++n] = $0; bytes += length($0) + 1; next }
    { more++ }
    END {
      if (failed) exit
      if (NR == 0) { if (ENVIRON["mp_same"] != "") header(ENVIRON["mp_same"]); exit }
      if (binary) { n = more = added = removed = 0; header("binary"); exit }
      header("text")
      for (i = 1; i <= n; i++) print line[i]
    }'
}

# PATH: a diff against the copy that mp_restore_backup would put back.
mp_diff_restored() {
  mp_find "$1"
  [ -z "$mp_problem" ] || return 0
  mp_classify
  mp_find_backup
  case $mp_is in edited) return 0 ;; foreign) cmp -s "$copy" "$mp_file" || return 0 ;; esac
  [ -n "$copy" ] || return 0
  if mp_is_public "$copy" && [ "$(grep -ca 'PRIVATE KEY' "$copy")" = 0 ]; then mp_print_diff plain <"$copy"; else mp_diff_line secrets 0 0 0; fi
}
