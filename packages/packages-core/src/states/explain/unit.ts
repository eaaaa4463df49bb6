import type { Command } from '../../dsl/sh';
import { sequence, sh } from '../../dsl/sh';

/** A log that a service writes itself. */
export interface ServiceLog {
  /** Prints its path, or nothing. */
  path: Command;
  /** An extended regular expression of the line that a start of the service begins with: what stands before the last one is old. */
  begins: string;
}

/** Prints what the journal and the service's own logs say of its last start. Passwords that a rejected line quotes are masked. */
export function explainUnit(unit: string, logs: readonly ServiceLog[] = []): Command {
  return sequence(
    sh`mp_explain_unit ${unit}`,
    ...logs.map(({ path, begins }) => sh`mp_explain_log ${unit} "$(${path})" ${begins}`),
  ).displayAs(`journalctl -u ${unit}`);
}
