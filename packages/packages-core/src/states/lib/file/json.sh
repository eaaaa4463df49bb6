# shellcheck shell=sh
# Members of a JSON object, without a program that understands JSON: Debian brings none. Values are carried over as they are written.

# FILE NAME VALUE...: prints the object with these members, NAME and VALUE as JSON. Exit 2 where the file is no object. With MP_COMPARE set it
# prints nothing, and exits 1 where a member would change.
mp_with_members() {
  mp_json_file=$1
  shift
  [ -s "$mp_json_file" ] || mp_json_file=/dev/null
  {
    printf '%s\n' "$#" "$@"
    cat "$mp_json_file"
  } | mp_compare=${mp_json_compare:-} awk '
    function fail() { failed = 1; exit 2 }
    function blank(c) { return c == " " || c == "\t" || c == "\n" || c == "\r" }
    function skip() { while (at <= length(text) && blank(substr(text, at, 1))) at++ }
    function string(   from) { # the string that begins here, with its quotes
      from = at
      if (substr(text, at, 1) != "\"") fail()
      for (at++; at <= length(text); at++) {
        c = substr(text, at, 1)
        if (c == "\\") at++
        else if (c == "\"") { at++; return substr(text, from, at - from) }
      }
      fail()
    }
    function value(   from, open) { # the value that begins here, as it is written
      from = at; open = ""
      for (; at <= length(text); ) {
        c = substr(text, at, 1)
        if (c == "\"") { string(); if (open == "") break; continue }
        if (c == "{" || c == "[") open = open c
        else if (c == "}" || c == "]") {
          if (open == "") break
          if (substr(open, length(open)) != (c == "}" ? "{" : "[")) fail()
          open = substr(open, 1, length(open) - 1)
          if (open == "") { at++; break }
        } else if (open == "" && (c == "," || blank(c))) break
        at++
      }
      if (open != "" || at == from) fail()
      return substr(text, from, at - from)
    }
    function plain(written,   i, c, inside, out) { # without blanks between words
      out = ""; inside = 0
      for (i = 1; i <= length(written); i++) {
        c = substr(written, i, 1)
        if (inside && c == "\\") { out = out c substr(written, ++i, 1); continue }
        if (c == "\"") inside = !inside
        if (inside || !blank(c)) out = out c
      }
      return out
    }
    function add(name) { if (!(name in is)) { is[name] = ""; names[++n] = name } }
    NR == 1 { left = $0; next }
    left > 0 { left--; if (left % 2) key = $0; else want[key] = $0; if (!(left % 2)) order[++wanted] = key; next }
    { text = text $0 "\n" }
    END {
      if (failed) exit 2
      at = 1; skip()
      if (at > length(text)) text = "{}"; else text = substr(text, at)
      at = 1
      if (substr(text, 1, 1) != "{") fail()
      at++; skip()
      if (substr(text, at, 1) == "}") at++
      else for (;;) {
        name = string(); skip()
        if (substr(text, at, 1) != ":") fail()
        at++; skip(); add(name); is[name] = value(); skip()
        c = substr(text, at, 1); at++
        if (c == "}") break
        if (c != ",") fail()
        skip()
      }
      skip()
      if (at <= length(text)) fail()
      for (i = 1; i <= wanted; i++) {
        key = order[i]
        if (!(key in is) || plain(is[key]) != plain(want[key])) changed = 1
        if (!(key in is)) add(key)
        if (is[key] == "" || plain(is[key]) != plain(want[key])) is[key] = want[key]
      }
      if (ENVIRON["mp_compare"] != "") exit changed
      print "{"
      for (i = 1; i <= n; i++) print "  " names[i] ": " is[names[i]] (i < n ? "," : "")
      print "}"
    }'
}

# FILE NAME VALUE...: does the file have these members? Exit 2 where it is no object.
mp_has_members() {
  [ -f "$1" ] || return 1
  mp_json_compare=1 mp_with_members "$@"
}
