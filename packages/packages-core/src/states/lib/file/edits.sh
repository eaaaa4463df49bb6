# shellcheck shell=sh
# shellcheck disable=SC1111 # quotes for people
# shellcheck disable=SC2154 # file/record sets mp_record and others, the script mp_secret_names
# What of a file that somebody edited would be lost. Where its lines are a name and a value each, names are said of it, values never.

mp_tab=$(printf '\t')

# Prints the directives of stdin, NAME TAB VALUE, in order, names in lower case, the values of those in mp_secret_names (each between spaces)
# as digests.
mp_directives() {
  awk '{
    gsub(/^[ \t\r]+|[ \t\r]+$/, "")
    if ($0 == "" || /^#/) next
    name = tolower($1)
    sub(/^[^ \t]+[ \t]*/, "")
    if (/^"[^"\\]*"$/ || /^\047[^\047]*\047$/) $0 = substr($0, 2, length($0) - 2)
    gsub(/\t/, " ")
    print name "\t" $0
  }' | while IFS= read -r line; do
    case $mp_secret_names in
      *" ${line%%"$mp_tab"*} "*) line="${line%%"$mp_tab"*}$mp_tab$(printf %s "${line#*"$mp_tab"}" | sha256sum | cut -c1-64)" ;;
    esac
    printf '%s\n' "$line"
  done
}

# Prints the lines of stdin as one, the first twenty of them.
mp_join() { awk 'NR <= 20 { text = text (NR > 1 ? ", " : "") $0 } END { if (NR > 20) text = text " and " NR - 20 " more"; print text }'; }

# EDITED DEFAULT...: the text that will be written on stdin → the names of directives that will not be what they are in mp_file, joined; where
# EDITED is 1 only of those that differ from what Milepost wrote. A DEFAULT is "NAME VALUE" of what is so where the file does not say it.
mp_compare_directives() {
  edited=$1
  shift
  [ "$#" -gt 0 ] || set -- '#'
  {
    printf '%s\n' "$@" | mp_directives | sed 's/^/default\t/'
    [ -z "$edited" ] || sed 's/^/wrote\t/' "$mp_record.text" 2>/dev/null
    mp_directives <"$mp_file" | sed 's/^/is\t/'
    mp_directives | sed 's/^/will\t/'
  } | awk -F '\t' -v edited="$edited" '
    { if (!($2 in seen)) { seen[$2] = 1; names[++n] = $2 } value[$1, $2] = value[$1, $2] "\n" $3 }
    function of(kind, name) { return (kind, name) in value ? value[kind, name] : value["default", name] }
    END {
      for (i = 1; i <= n; i++) {
        name = names[i]
        if (of("is", name) != of("will", name) && (edited == "" || of("is", name) != of("wrote", name))) print name
      }
    }
  ' | mp_join
}

# Prints the first lines that were changed in mp_file since Milepost wrote it, joined.
mp_changed_lines() {
  if [ -f "$mp_record.text" ]; then
    diff "$mp_record.text" "$mp_file" | sed -n 's/^> */+ /p; s/^< */- /p' | cut -c1-100 | head -n 6 | mp_join
  else
    echo 'what was changed there would be lost'
  fi
}

# Records stdin, the text that is written, to compare with later.
mp_record_text() {
  mkdir -p "${mp_record%/*}" && cat >"$mp_record.text.new" && mv -f "$mp_record.text.new" "$mp_record.text"
}

mp_lost_sentence() { # LOST
  echo "$mp_path was edited since Milepost wrote it: $1. To replace it choose “Replace files that were edited by hand”; a copy is kept."
}

# LOST: ends the script where it is something.
mp_keep_edits() {
  [ -n "$1" ] || return 0
  mp_lost_sentence "$1" >&2
  mp_end 4
}

# FIELD: what would be lost on stdin → "FIELD TAB SENTENCE" where it is something.
mp_edit_problem() {
  IFS= read -r lost || :
  [ -z "$lost" ] || printf '%s\t%s\n' "$1" "$(mp_lost_sentence "$lost")"
}

# The names of settings that change on stdin → a finding on a file that Milepost did not write.
mp_replacing_finding() {
  IFS= read -r names || :
  changes=${names:+ These settings change: $names.}
  case $mp_is in
    foreign) mp_finding replaces "$mp_path was not written by Milepost and will be replaced. A copy is kept as $mp_copy.$changes" ;;
    former) mp_finding replaces "$mp_path was written by an earlier version of Milepost and will be replaced. A copy is kept as $mp_copy.$changes" ;;
    copied) mp_finding replaces "$mp_path was not written by Milepost and will be replaced. A copy of it is kept already.$changes" ;;
  esac
}

# FIELD REPLACE: what would be lost on stdin → a finding on a file that was edited. REPLACE is 1 where it is replaced nevertheless; otherwise
# what is lost is no finding but a problem.
mp_edited_finding() {
  IFS= read -r lost || :
  if [ -z "$lost" ]; then
    mp_finding replaces "$mp_path was edited since Milepost wrote it. What was changed stays, and a copy is kept as $mp_copy."
  elif [ -n "$2" ]; then
    mp_finding replaces "$mp_path was edited since Milepost wrote it and will be replaced. A copy is kept as $mp_copy. What was changed: $lost." "$1"
  fi
}
