# shellcheck shell=sh
# Packages on hold.

# PACKAGE...: is each of them on hold?
mp_are_held() {
  mp_holds=$(apt-mark showhold) || return 2
  for mp_each; do
    printf '%s\n' "$mp_holds" | grep -qx "$mp_each" || return 1
  done
}

# PACKAGE...: is none of them?
mp_are_not_held() {
  mp_holds=$(apt-mark showhold) || return 2
  for mp_each; do
    if printf '%s\n' "$mp_holds" | grep -qx "$mp_each"; then return 1; fi
  done
}

# hold|unhold PACKAGE...: apt-mark succeeds for a package that it does not know; the check tells.
mp_mark() { apt-mark "$@"; }

# PACKAGE...: those on hold that MP_CAPTURE_FILE lists, the others not.
mp_restore_holds() {
  for mp_each; do
    if grep -qx "$mp_each" "$MP_CAPTURE_FILE"; then
      mp_are_held "$mp_each" || apt-mark hold "$mp_each" >/dev/null || exit
    else
      mp_are_not_held "$mp_each" || apt-mark unhold "$mp_each" >/dev/null || exit
    fi
  done
}
