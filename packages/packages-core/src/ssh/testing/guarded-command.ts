import { undoOnce } from '../../dsl/plan/undo/undo-once';
import type { CommandState, DurableCommand, SpoolState } from '../../engine/host';
import { ledgerCommand, state } from './commands';

/** What the change of a guarded command writes. */
export const GUARDED_FILE = '/root/guarded';

/** Without systemd, cron undoes what a reboot interrupts. */
export const INSTALL_CRON =
  'export DEBIAN_FRONTEND=noninteractive; apt-get -qq update; apt-get -qqy install --no-install-recommends cron';

/** A state that writes a file, and is undone unless it is confirmed. `and` follows its apply, `undo` goes before its undo. */
export function guardedState(
  seconds: number,
  { and = ':', undo = ':', ...more }: Partial<CommandState> & { and?: string; undo?: string } = {},
): CommandState {
  const script = `echo undoing; ${undo}\ncat "$MP_CAPTURE_FILE" >${GUARDED_FILE}`;
  return state(`echo new >${GUARDED_FILE}; ${and}`, {
    check: `grep -qx new ${GUARDED_FILE} || exit 1`,
    verify: `grep -qx new ${GUARDED_FILE}`,
    capture: `cat ${GUARDED_FILE}`,
    undo: undoOnce({ script, secrets: [], display: 'undo' }, false),
    confirmWithinSeconds: seconds,
    idempotent: true,
    ...more,
  });
}

/** A milestone of one guarded state. */
export function guardedCommand(spool: SpoolState, guarded: CommandState): DurableCommand {
  return { ...ledgerCommand(spool), states: [guarded] };
}
