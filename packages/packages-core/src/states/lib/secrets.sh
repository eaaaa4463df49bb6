# shellcheck shell=sh
# Secrets are read by sh itself and decoded through a pipe, so that none is ever an argument, a variable of the environment or a file.

# NAME: prints the secret.
mp_secret() {
  while read -r mp_name mp_value; do
    [ "$mp_name" != "$1" ] || {
      printf %s "$mp_value" | base64 -d
      return
    }
  done <"$MP_SECRETS"
  return 1
}

# NAME...: ends the script with 3 where one is missing.
mp_need_secrets() {
  for mp_need; do
    mp_secret "$mp_need" >/dev/null || {
      echo "The secret $mp_need is not at hand." >&2
      exit 3
    }
  done
}
