import { sh } from '../dsl/sh';

/**
 * Functions for previews, to be put in front of them; see contract/finding.ts.
 * `mp_finding KIND SENTENCE [FIELD]`: KIND is blocked, destroys, replaces, changes, keeps or warns; FIELD is the form field that helps.
 */
export const FINDING_FUNCTIONS = sh`
  mp_finding() { printf '%s\t%s\t%s\n' "$1" "$3" "$(printf %s "$2" | tr '\t\n' '  ')"; }
`;
