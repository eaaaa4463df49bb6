import { sh } from '../../dsl/sh';
import type { State } from '../../dsl/state';
import { assertion } from '../assertion';
import { explainUnit } from '../explain/unit';
import { SERVICE_CAUSES } from '../failures/services';
import { SYSTEMD_CAUSES } from '../failures/systemd';
import { assertPattern, assertUnit, identifier } from './names';
import type { RunningOptions } from './services';

type Reading = Pick<RunningOptions, 'configFiles' | 'onChange' | 'reloadStartsProcesses' | 'logs'>;

/**
 * The service has read its configuration as it is on disk, or it does not run: what is stopped stays so. For whoever writes or removes
 * a file that another package's service reads. Undone, it reads the files again once they are back.
 */
export function current(
  unit: string,
  { configFiles = [], onChange = 'restart', reloadStartsProcesses = false, logs = [] }: Reading,
): State {
  assertUnit(unit);
  configFiles.forEach(assertPattern);
  if (configFiles.length === 0) throw new Error(`Which files does ${unit} read?`);
  const restart = `systemctl ${onChange === 'reload' ? 'reload-or-restart' : 'restart'} ${unit}`;
  return {
    id: `current_${identifier(unit)}`,
    label: `${unit} runs with its configuration as it is on disk, or not at all`,
    action: `Have ${unit} read its configuration`,
    check: sh`mp_is_current ${unit} ${onChange} ${configFiles}`.displayAs(
      `compare what ${unit} has read with its files`,
    ),
    apply:
      sh`mp_make_current ${unit} ${onChange} ${reloadStartsProcesses ? '1' : ''} ${configFiles}`.displayAs(
        `${restart} if it runs`,
      ),
    capture: sh`mp_snapshot_service ${unit}`.displayAs(`systemctl is-active ${unit}`),
    captureFirst: true,
    undo: sh`:`.displayAs(`${restart} once its files are back`),
    afterRollback: {
      label: `Service ${unit} runs as it did before`,
      reads: configFiles,
      command: sh`mp_restore_service ${unit} ${onChange} ${configFiles}`.displayAs(
        `${restart} if it ran before`,
      ),
    },
    // Of the files whoever wrote them tells.
    listLeftovers: sh`:`,
    leftoverLabel: `what ${unit} has read before`,
    failures: [...SERVICE_CAUSES, ...SYSTEMD_CAUSES],
    explain: explainUnit(unit, logs),
    idempotent: true,
  };
}

/**
 * A service that runs reads again what no file of its configuration tells: the code behind a link, a certificate. Once in each operation, and
 * once more where that is undone.
 */
export function reloaded(unit: string): State {
  assertUnit(unit);
  const reload = sh`mp_reload_running ${unit}`.displayAs(`systemctl reload-or-restart ${unit} if it runs`);
  return {
    id: `reloaded_${identifier(unit)}`,
    label: `${unit} was reloaded`,
    action: `Reload ${unit}`,
    check: null,
    noCheckReason: 'What it has read is in no file that could be compared.',
    apply: reload,
    capture: sh`mp_snapshot_service ${unit}`.displayAs(`systemctl is-active ${unit}`),
    undo: sh`:`.displayAs(`systemctl reload-or-restart ${unit} at the end`),
    afterRollback: { label: `Service ${unit} was reloaded again`, reads: [], command: reload },
    leftoverLabel: `what ${unit} has read before`,
    failures: [...SERVICE_CAUSES, ...SYSTEMD_CAUSES],
    explain: explainUnit(unit),
    idempotent: true,
  };
}

/** The service runs for so many seconds without stopping or being started again. It takes that long to find out. */
export function staysUp(
  unit: string,
  { seconds, logs = [] }: { seconds: number } & Pick<RunningOptions, 'logs'>,
): State {
  assertUnit(unit);
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > 60)
    throw new Error(`Not 1 to 60 seconds: ${seconds}`);
  return {
    ...assertion({
      id: `stays_up_${identifier(unit)}`,
      label: `${unit} runs for ${seconds} s without a restart`,
      check: sh`mp_stays_up ${unit} ${seconds}`.displayAs(`systemctl is-active ${unit}, for ${seconds} s`),
      onFailure: sh`
        echo ${`${unit} does not stay up: it is`} "$(systemctl is-active ${unit}), after $(systemctl show -P NRestarts ${unit}) restarts by itself." >&2
      `,
    }),
    failures: [...SERVICE_CAUSES, ...SYSTEMD_CAUSES],
    explain: explainUnit(unit, logs),
  };
}
