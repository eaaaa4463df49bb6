import type { Command } from '../../dsl/sh';
import { sh } from '../../dsl/sh';

/** Prints "CAUSE TAB HINT" for a TCP port that something listens on, nothing where nobody does. */
export function explainPort(port: number): Command {
  return sh`
    who=$(mp_other_listeners ${port} '' | head -n 1)
    [ -z "$who" ] || printf '%s\t%s\n' ${`Port ${port} is already in use by`}" $who" 'Stop it, or choose another port.'
  `.displayAs(`who listens on port ${port}`);
}
