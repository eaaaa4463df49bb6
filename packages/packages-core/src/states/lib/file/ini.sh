# shellcheck shell=sh
# Settings in sections: NAME = VALUE below [SECTION].

# FILE SECTION SEPARATOR SETTING...: prints the file with these settings, each NAME TAB VALUE. SECTION is "[name]", or empty for what stands
# before the first one.
mp_with_settings() {
  mp_ini_file=$1 mp_ini_section=$2 mp_ini_separator=$3
  shift 3
  [ -f "$mp_ini_file" ] || mp_ini_file=/dev/null
  {
    printf '%s\n' "$@" | sed 's/^/set\t/'
    sed 's/^/is\t/' "$mp_ini_file"
  } | mp_section=$mp_ini_section mp_separator=$mp_ini_separator awk '
    function name_of(line) {
      if (line ~ /^[ \t]*[#;]/ || line !~ /=/) return ""
      sub(/=.*/, "", line); gsub(/^[ \t]+|[ \t]+$/, "", line); return line
    }
    function add_missing(   i) {
      for (i = 1; i <= n; i++) if (!(names[i] in done)) { out[++m] = names[i] separator value[names[i]]; done[names[i]] = 1 }
    }
    # Blank lines at the end of a section stay behind what is added to it.
    function end_section(   blank, i) {
      blank = 0
      while (m > 0 && out[m] ~ /^[ \t]*$/) { blank++; m-- }
      add_missing()
      for (i = 0; i < blank; i++) out[++m] = ""
    }
    BEGIN { wanted = ENVIRON["mp_section"]; separator = ENVIRON["mp_separator"]; inside = (wanted == ""); found = inside }
    sub(/^set\t/, "") {
      tab = index($0, "\t"); name = substr($0, 1, tab - 1); names[++n] = name; value[name] = substr($0, tab + 1); next
    }
    { sub(/^is\t/, "") }
    /^[ \t]*\[.*\][ \t\r]*$/ {
      if (inside) end_section()
      title = $0; gsub(/^[ \t]+|[ \t\r]+$/, "", title)
      inside = (title == wanted)
      if (inside) found = 1
      out[++m] = $0; next
    }
    inside && (name = name_of($0)) != "" && (name in value) {
      if (!(name in done)) { out[++m] = name separator value[name]; done[name] = 1 }
      next
    }
    { out[++m] = $0 }
    END {
      if (inside) end_section()
      if (!found) { if (m) out[++m] = ""; out[++m] = wanted; add_missing() }
      for (i = 1; i <= m; i++) print out[i]
    }'
}

# FILE SECTION SEPARATOR SETTING...: would that change nothing but spaces around a separator?
mp_has_settings() {
  [ -f "$1" ] || return 1
  [ "$(mp_plain_settings <"$1" | sha256sum)" = "$(mp_with_settings "$@" | mp_plain_settings | sha256sum)" ] || return 1
}

mp_plain_settings() { sed -e '/^[ \t]*[#;]/b' -e 's/^[ \t]*\([^=]*[^= \t]\)[ \t]*=[ \t]*/\1=/' -e 's/[ \t\r]*$//'; }
