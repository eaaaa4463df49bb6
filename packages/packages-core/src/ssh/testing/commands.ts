import { randomUUID } from 'node:crypto';
import type { CommandState, DurableCommand, SpoolState } from '../../engine/host';

/** On the server: a line for each time that a command ran. Unlike apt it does not hide repetition. */
export const LEDGER = '/root/ledger';

export function state(apply: string, more: Partial<CommandState> = {}): CommandState {
  return { check: null, apply, verify: null, capture: null, idempotent: false, ...more };
}

/** A milestone of one state that writes a line to the ledger and then does what `script` says. */
export function ledgerCommand(spool: SpoolState, script = 'echo done'): DurableCommand {
  const operation = randomUUID();
  return {
    operation,
    key: 'step.first',
    fence: 1,
    spool,
    states: [state(`echo ${operation} >>${LEDGER}\n${script}`)],
  };
}

/** Every line, under its operation: how often each command ran. */
export function countLines(ledger: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const line of ledger.split('\n').filter(Boolean)) counts.set(line, (counts.get(line) ?? 0) + 1);
  return counts;
}
