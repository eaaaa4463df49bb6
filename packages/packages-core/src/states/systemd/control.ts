import type { Service } from '../../dsl/services/service';
import { sh } from '../../dsl/sh';
import type { Command } from '../../dsl/sh';
import type { Assertion, State } from '../../dsl/state';
import { assertion } from '../assertion';
import { staysUp as unitStaysUp } from './configuration';
import { explainUnit } from '../explain/unit';
import { SERVICE_CAUSES } from '../failures/services';
import { SYSTEMD_CAUSES } from '../failures/systemd';

const CAUSES = [...SERVICE_CAUSES, ...SYSTEMD_CAUSES];

/** The service runs. Whether it starts with the server stays as it is. */
export function active({ unit, reads, onChange, logs }: Service): State {
  return {
    id: `active_${identifier(unit)}`,
    label: `${unit} runs`,
    action: `Start ${unit}`,
    check: isActive(unit),
    apply: sh`mp_start_service ${unit} ${onChange} ${reads}`.displayAs(`systemctl start ${unit}`),
    capture: snapshot(unit),
    captureFirst: true,
    undo: sh`mp_undo_run_service ${unit}`.displayAs(`stop ${unit} unless it ran before`),
    result: `${unit} is running`,
    failures: CAUSES,
    explain: explainUnit(unit, logs),
    idempotent: true,
  };
}

/** The service does not run. Whether it starts with the server stays as it is. */
export function inactive({ unit }: Service): State {
  return {
    id: `inactive_${identifier(unit)}`,
    label: `${unit} does not run`,
    action: `Stop ${unit}`,
    check: sh`
      case "$(systemctl is-active ${unit} 2>/dev/null)" in active | activating | reloading | deactivating | refreshing) exit 1 ;; esac
    `.displayAs(`systemctl is-active ${unit}`),
    apply: sh`systemctl stop ${unit} && mp_forget_start ${unit}`.displayAs(`systemctl stop ${unit}`),
    capture: snapshot(unit),
    captureFirst: true,
    undo: sh`mp_undo_stop_service ${unit}`.displayAs(`start ${unit} again if it ran`),
    result: `${unit} is stopped`,
    failures: CAUSES,
    idempotent: true,
  };
}

/** The service is started anew, with its configuration as it is. One that does not run is started. */
export function restarted({ unit, reads, logs }: Service): State {
  return {
    id: `restarted_${identifier(unit)}`,
    label: `${unit} has restarted`,
    action: `Restart ${unit}`,
    check: null,
    noCheckReason: 'A restart is done whenever it is asked for.',
    apply: sh`mp_restart_service ${unit} ${reads}`.displayAs(`systemctl restart ${unit}`),
    verify: isActive(unit),
    noUndoReason: 'A restart cannot be undone.',
    result: `${unit} has restarted`,
    failures: CAUSES,
    explain: explainUnit(unit, logs),
    idempotent: true,
  };
}

/** The service has read its configuration again, without a restart. */
export function reloaded({ unit, reads, logs, reloadStartsProcesses }: Service): State {
  return {
    id: `reloaded_${identifier(unit)}`,
    label: `${unit} has reloaded its configuration`,
    action: `Reload ${unit}`,
    check: null,
    noCheckReason: 'A reload is done whenever it is asked for.',
    apply: sh`mp_reload_service ${unit} ${reloadStartsProcesses ? '1' : ''} ${reads}`.displayAs(
      `systemctl reload ${unit}`,
    ),
    verify: isActive(unit),
    noUndoReason: 'A reload cannot be undone.',
    result: `${unit} has reloaded its configuration`,
    failures: CAUSES,
    explain: explainUnit(unit, logs),
    idempotent: true,
  };
}

/**
 * The service's own checker accepts the files on disk. Otherwise those that the same step wrote before are put back and the step fails, so that no
 * broken configuration stays for the next start. Null of a service that has no checker.
 */
export function accepts({ unit, validate }: Service): Assertion | null {
  if (!validate) return null;
  return {
    ...assertion({
      id: `accepts_${identifier(unit)}`,
      label: `${unit} accepts its configuration`,
      check: sh`if ( ${validate} ) >/dev/null 2>&1; then exit 0; else exit 1; fi`.displayAs(validate.display),
      onFailure: sh`( ${validate} ) >&2`,
    }),
    undoesWrites: true,
    failures: SERVICE_CAUSES,
  };
}

/** The service runs for so many seconds without stopping or being started again. */
export function staysUp({ unit, logs }: Service, { seconds }: { seconds: number }): State {
  return unitStaysUp(unit, { seconds, logs });
}

function isActive(unit: string): Command {
  return sh`systemctl is-active --quiet ${unit} || exit 1`.displayAs(`systemctl is-active ${unit}`);
}

/** Prints "ACTIVE ENABLED". */
function snapshot(unit: string): Command {
  return sh`mp_snapshot_service ${unit}`.displayAs(`systemctl is-active ${unit}`);
}

function identifier(unit: string): string {
  return unit.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_');
}
