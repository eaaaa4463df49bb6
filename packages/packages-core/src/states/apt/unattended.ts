import { sequence, sh } from '../../dsl/sh';
import type { Assertion, ReversibleChange, State } from '../../dsl/state';
import { assertion } from '../assertion';
import { APT_CAUSES } from '../failures/apt';
import { DPKG_CAUSES } from '../failures/dpkg';
import { precondition } from '../precondition';

/** What runs upgrades at their time, of apt. */
export const TIMERS = ['apt-daily.timer', 'apt-daily-upgrade.timer'] as const;

/** Nobody has masked the timers of apt. Blocks the plan otherwise. */
export function timersUsable(): State {
  return precondition({
    id: 'upgrade_timers_usable',
    label: 'The timers of apt can run',
    reasons: sh`mp_masked_timers ${TIMERS}`,
    display: `systemctl show -P UnitFileState ${TIMERS.join(' ')}`,
  });
}

/** A program on the server sends mail. Blocks the plan otherwise. */
export function sendsMail(field: string): State {
  return precondition({
    id: 'sends_mail',
    label: 'A program on this server sends mail',
    reasons: sh`mp_cannot_mail`,
    field,
    display: 'look for mail and sendmail',
  });
}

/** The state, whose preview tells which packages are on hold, too. */
export function showingHolds<S extends ReversibleChange>(state: S): S {
  return { ...state, preview: sequence(...(state.preview ? [state.preview] : []), sh`mp_held_finding`) };
}

/**
 * apt has these settings, as lines of `apt-config dump`, and upgrades come from nowhere else: no other file is stronger. Otherwise the file that
 * the same step wrote is put back.
 */
export function settingsInForce(lines: readonly string[]): Assertion {
  const lacking = sh`mp_upgrade_settings_lack ${lines}`;
  return {
    ...assertion({
      id: 'upgrade_settings_in_force',
      label: 'apt has these settings',
      check: sh`[ -z "$(${lacking})" ] || exit 1`.displayAs('apt-config dump'),
      onFailure: sh`${lacking} >&2`,
    }),
    undoesWrites: true,
  };
}

/** An upgrade can run with these settings: it is tried with every package left out. */
export function upgradePossible(): State {
  return assertion({
    id: 'upgrade_possible',
    label: 'An upgrade can run with these settings',
    check: sh`mp_try_upgrade >/dev/null || exit 1`.displayAs('unattended-upgrade --dry-run'),
    // Another apt may run just now.
    timeoutSeconds: 20,
    onFailure: sh`mp_try_upgrade >&2`,
  });
}

/** What the settings allow is upgraded, now. */
export function upgradedNow(): State {
  return {
    id: 'upgraded_now',
    label: 'What may be upgraded is upgraded',
    action: 'Upgrade what may be upgraded',
    check: null,
    noCheckReason: 'It is run whenever it is asked for.',
    apply: sh`unattended-upgrade -v`,
    noUndoReason: 'The former versions may not be offered any more.',
    result: 'What may be upgraded is upgraded',
    failures: [...DPKG_CAUSES, ...APT_CAUSES],
    idempotent: true,
  };
}
