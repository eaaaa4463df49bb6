# shellcheck shell=sh
# shellcheck disable=SC1111 # quotes for people
# Apache's configuration as Debian lays it out.

# Prints what Apache has read of its configuration, in lines FILE TAB LINE TAB DIRECTIVE, sections included. Apache itself has followed includes,
# conditions and variables. Nothing where it is not installed, or does not accept its configuration.
mp_apache_dump() {
  command -v apache2ctl >/dev/null || return 0
  apache2ctl -t -D DUMP_CONFIG -C 'LoadModule info_module /usr/lib/apache2/modules/mod_info.so' 2>/dev/null | awk '
    /^ *# In file: / { sub(/^ *# In file: /, ""); file = $0; next }
    /^ *# +[0-9]+:$/ { gsub(/[^0-9]/, ""); line = $0; next }
    NF && !/^ *#/ { sub(/^ +/, ""); print file "\t" line "\t" $0 }'
}

# Prints why Apache does not accept its configuration as it is, in a sentence; nothing where it does, or is not installed.
mp_apache_problem() {
  command -v apache2ctl >/dev/null || return 0
  mp_tested=$(apache2ctl configtest 2>&1) && return 0
  mp_reason=$(printf '%s\n' "$mp_tested" | grep -vE '^(AH00558|Action |The Apache error log)' | tr '\n' ' ' |
    sed -E 's/^AH[0-9]+: //; s/^.*Syntax error on line ([0-9]+) of ([^ ]+): /\2, line \1: /; s/^.*: (\/[^ :]+):([0-9]+): /\1, line \2: /; s/ *$//; s/[.]$//')
  echo "Apache does not accept its configuration as it is: $mp_reason. Correct that first; “apache2ctl configtest” checks it."
}

# Prints what keeps Milepost's files from being read; nothing where they are.
mp_apache_layout_problem() {
  mp_main=/etc/apache2/apache2.conf
  [ -e "$mp_main" ] || return 0
  for mp_part in conf sites; do
    grep -qiE "^[[:space:]]*Include(Optional)?[[:space:]]+\"?(/etc/apache2/)?$mp_part-enabled(/|/\*|/\*\.conf)?\"?[[:space:]]*$" "$mp_main" ||
      echo "$mp_main does not include $mp_part-enabled/*.conf, where Milepost puts files: add “IncludeOptional $mp_part-enabled/*.conf” to it."
  done
}

# Prints the files below /etc/apache2 that no package of this server has there.
mp_apache_configuration() {
  {
    grep -hs '^/etc/apache2/' /var/lib/dpkg/info/*.list
    echo
    find /etc/apache2 -mindepth 1 ! -type d 2>/dev/null
  } | awk '!listed && $0 == "" { listed = 1; next } !listed { owned[$0] = 1; next } !($0 in owned)'
}

mp_apache_configuration_is_removed() { [ -z "$(mp_apache_configuration)" ] && [ -z "$(find /etc/apache2 -type d -empty 2>/dev/null)" ]; }

# Removes them, and the directories that are empty then. What another package has there stays.
mp_apache_remove_configuration() {
  mp_apache_configuration | while IFS= read -r mp_each; do rm -f -- "$mp_each" || exit; done || return
  find /etc/apache2 -depth -type d -empty -delete 2>/dev/null
  if [ -d /etc/apache2 ]; then echo 'What other packages have in /etc/apache2 stays.'; fi
}
