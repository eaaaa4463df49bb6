# shellcheck shell=sh
# For previews: see contract/finding.ts.

# KIND SENTENCE [FIELD]: KIND is blocked, destroys, replaces, changes, keeps, warns or informs; FIELD is the form field that helps.
mp_finding() { printf '%s\t%s\t%s\n' "$1" "$3" "$(printf %s "$2" | tr '\t\n' '  ')"; }

# FIELD: reasons on stdin, SENTENCE TAB FIELD a line → findings that block. Of the lines without one, this is the form field that helps.
mp_blocked_by() {
  tab=$(printf '\t')
  sort -u -t "$tab" -k 1,1 | while IFS=$tab read -r sentence own_field; do
    [ -z "$sentence" ] || mp_finding blocked "$sentence" "${own_field:-$1}"
  done
}
