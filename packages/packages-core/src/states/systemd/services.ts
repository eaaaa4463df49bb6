import type { KnownFailure } from '@milepost/contract/plan';
import { sh } from '../../dsl/sh';
import type { Command } from '../../dsl/sh';
import type { State } from '../../dsl/state';
import { explainUnit } from '../explain/unit';
import type { ServiceLog } from '../explain/unit';
import { SERVICE_CAUSES } from '../failures/services';
import { SYSTEMD_CAUSES } from '../failures/systemd';
import { assertPattern, assertUnit, fullName, identifier } from './names';

export interface RunningOptions {
  /**
   * What the service reads when it starts (or reloads): a file, a glob, or `DIRECTORY/**` for all files below it. One that was changed, added or
   * removed since means that it does not run with them yet.
   */
  configFiles?: readonly string[];
  /** What makes it read them again; `reload` keeps its connections. */
  onChange?: 'restart' | 'reload';
  /**
   * A reload that took effect starts new processes, as that of nginx does. Without them it was refused and the service goes on with its
   * former configuration, although systemctl reports success.
   */
  reloadStartsProcesses?: boolean;
  /** Logs that it writes itself: looked into where it does not start. */
  logs?: readonly ServiceLog[];
}

/** The id of the state that `running` makes of a unit. */
export const runningStateId = (unit: string): string => `running_${identifier(unit)}`;

/** The service runs, starts with the server, and has read its configuration as it is now. */
export function running(
  unit: string,
  { configFiles = [], onChange = 'restart', reloadStartsProcesses = false, logs = [] }: RunningOptions = {},
): State {
  assertUnit(unit);
  configFiles.forEach(assertPattern);
  const restart = `systemctl ${onChange === 'reload' ? 'reload-or-restart' : 'restart'} ${unit}`;
  return {
    id: runningStateId(unit),
    label: `${unit} runs${configFiles.length > 0 ? ' with this configuration' : ''} and starts at boot`,
    action: `Start ${unit}${configFiles.length > 0 ? ' with this configuration' : ''} and enable it at boot`,
    check: sh`mp_is_running ${unit} ${onChange} ${configFiles}`.displayAs(`systemctl is-active ${unit}`),
    apply:
      sh`mp_run_service ${unit} ${onChange} ${reloadStartsProcesses ? '1' : ''} ${configFiles}`.displayAs(
        `systemctl enable ${unit} && ${restart}`,
      ),
    capture: snapshotService(unit),
    captureFirst: true,
    undo: sh`mp_undo_run_service ${unit}`.displayAs(`stop and disable ${unit} unless it ran before`),
    afterRollback: {
      label: `Service ${unit} runs as it did before`,
      reads: configFiles,
      command: sh`mp_restore_service ${unit} ${onChange} ${configFiles}`.displayAs(
        `${restart} if it ran before`,
      ),
    },
    listLeftovers: sh`
      active=inactive
      read -r active _ <"$MP_CAPTURE_FILE"
      mp_service_leftovers ${fullName(unit)} "$active"
    `.displayAs(`systemctl is-active ${unit}`),
    result: `${unit} is running and starts at boot`,
    failures: [masked(unit), ...SERVICE_CAUSES, ...SYSTEMD_CAUSES],
    explain: explainUnit(unit, logs),
    idempotent: true,
  };
}

/** What systemctl says (LC_ALL=C) of a unit that somebody has masked: nothing can start it. */
function masked(unit: string): KnownFailure {
  const name = fullName(unit);
  return {
    pattern: `\\b${name.replaceAll(/[.]/g, '\\.')} is masked`,
    cause: `${name} is masked`,
    hint: `On the server: systemctl unmask ${unit}`,
  };
}

/** The service does not run and does not start with the server. */
export function stopped(unit: string): State {
  assertUnit(unit);
  return {
    id: `stopped_${identifier(unit)}`,
    label: `${unit} is stopped and does not start at boot`,
    action: `Stop ${unit} and disable it at boot`,
    check: sh`mp_is_stopped ${unit}`.displayAs(`systemctl is-active ${unit}`),
    apply: sh`systemctl disable --now ${unit} && mp_forget_start ${unit}`.displayAs(
      `systemctl disable --now ${unit}`,
    ),
    capture: snapshotService(unit),
    captureFirst: true,
    undo: sh`mp_undo_stop_service ${unit}`.displayAs(`start ${unit} again if it ran`),
    leftoverLabel: `the service ${unit}, running or enabled`,
    result: `${unit} is stopped and does not start at boot`,
    idempotent: true,
  };
}

/** Prints "ACTIVE ENABLED". */
function snapshotService(unit: string): Command {
  return sh`mp_snapshot_service ${unit}`.displayAs(`systemctl is-active ${unit}`);
}
