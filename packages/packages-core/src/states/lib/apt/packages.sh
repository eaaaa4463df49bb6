# shellcheck shell=sh
# shellcheck disable=SC2086 # names of packages are split on purpose
# What dpkg knows of packages.

# PACKAGE...: are all of them installed?
mp_all_installed() {
  for package; do
    case "$(dpkg-query -W -f '${db:Status-Status} ' "$package" 2>/dev/null)" in
      installed\ *) ;;
      *) return 1 ;;
    esac
  done
}

# remove|purge PATTERN...: prints the names of those that are there; configuration alone counts for purge. dpkg-query exits with 1 where
# it knows none of them.
mp_present() {
  case $1 in purge) absent=' not-installed ' ;; *) absent=' not-installed config-files ' ;; esac
  shift
  dpkg-query -W -f '${db:Status-Status} ${Package}\n' "$@" 2>/dev/null |
    awk -v absent="$absent" 'index(absent, " " $1 " ") == 0 { print $2 }'
}

# WORD...: prints "a, b, c".
mp_list() { echo "$@" | sed 's/ /, /g'; }

# PACKAGE VERSION: does a repository offer this version? apt puts blanks in front of short names only.
mp_is_offered() {
  apt-cache madison "$1" | awk -F '|' -v version="$2" '{ gsub(/ /, "", $2) } $2 == version { found = 1 } END { exit !found }'
}
