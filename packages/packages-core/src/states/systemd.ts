import type { KnownFailure } from '@milepost/contract/plan';
import { sh } from '../dsl/sh';
import type { Command } from '../dsl/sh';
import type { State } from '../dsl/state';
import { explainUnit } from './explain/unit';
import type { ServiceLog } from './explain/unit';
import { SERVICE_CAUSES } from './failures/services';
import { SYSTEMD_CAUSES } from './failures/systemd';
import { SERVICE_LEFTOVERS } from './apt/package-units';
import { hasLoadedConfig, loadConfig } from './systemd/config-watch';
import type { ConfigWatch } from './systemd/config-watch';

export interface RunningOptions {
  /** Files that the service reads when it starts (or reloads): one that was changed since means that it does not run with them yet. */
  configFiles?: readonly string[];
  /** What makes it read them again; `reload` keeps its connections. */
  onChange?: 'restart' | 'reload';
  /** Whether a reload that took effect starts new processes: then one that was refused is noticed. */
  reloadStartsProcesses?: boolean;
  /** Logs that it writes itself: looked into where it does not start. */
  logs?: readonly ServiceLog[];
}

/** The service runs, starts with the server, and has read its configuration as it is now. */
export function running(
  unit: string,
  { configFiles = [], onChange = 'restart', reloadStartsProcesses = false, logs = [] }: RunningOptions = {},
): State {
  assertUnit(unit);
  const watch: ConfigWatch = { unit, files: configFiles, onChange, reloadStartsProcesses };
  return {
    id: `running_${identifier(unit)}`,
    label: `Service ${unit} runs${configFiles.length > 0 ? ' with this configuration' : ''}, also after a reboot`,
    check: sh`
      systemctl is-enabled --quiet ${unit} 2>/dev/null || exit 1
      systemctl is-active --quiet ${unit} || exit 1
      ${configFiles.length > 0 ? hasLoadedConfig(watch) : sh`:`}
    `.displayAs(`systemctl is-active ${unit}`),
    apply: sh`
      systemctl enable ${unit} || exit
      systemctl reset-failed ${unit} 2>/dev/null
      ${loadConfig(watch)} && exit 0
      code=$?
      systemctl status --no-pager --full --lines=30 ${unit}
      exit "$code"
    `.displayAs(
      `systemctl enable ${unit} && systemctl ${onChange === 'reload' ? 'reload-or-restart' : 'restart'} ${unit}`,
    ),
    capture: snapshotService(unit),
    captureFirst: true,
    undo: sh`
      read -r active enabled <"$MP_CAPTURE_FILE" || exit
      [ "$(systemctl show -P LoadState ${unit})" = loaded ] || exit 0
      case $active in active | activating | reloading | refreshing | auto-restart) ;; *) systemctl stop ${unit} || exit ;; esac
      case $active in inactive) systemctl reset-failed ${unit} 2>/dev/null ;; esac
      case $enabled in '' | disabled | not-found)
        if systemctl is-enabled --quiet ${unit} 2>/dev/null; then systemctl disable ${unit} || exit; fi ;;
      esac
    `.displayAs(`stop and disable ${unit} unless it ran before`),
    afterRollback: {
      label: `Service ${unit} runs as it did before`,
      reads: configFiles,
      command: restorePreviousState(watch),
    },
    listLeftovers: sh`
      ${SERVICE_LEFTOVERS}
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

function fullName(unit: string): string {
  return /\.(?:service|socket|timer|path|mount|target)$/.test(unit) ? unit : `${unit}.service`;
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
    label: `Service ${unit} is stopped`,
    check: sh`
      case "$(systemctl is-active ${unit} 2>/dev/null)" in active | activating | reloading | deactivating | refreshing) exit 1 ;; esac
      case "$(systemctl is-enabled ${unit} 2>/dev/null)" in enabled | enabled-runtime) exit 1 ;; esac
    `.displayAs(`systemctl is-active ${unit}`),
    apply: sh`systemctl disable --now ${unit}`,
    capture: snapshotService(unit),
    captureFirst: true,
    undo: sh`
      read -r active enabled <"$MP_CAPTURE_FILE" || exit
      case $enabled in enabled*) systemctl is-enabled --quiet ${unit} || systemctl enable ${unit} || exit ;; esac
      case $active in
        active | activating | reloading | refreshing) systemctl start ${unit} ;;
        auto-restart) systemctl start --no-block ${unit} ;;
      esac
    `.displayAs(`start ${unit} again if it ran`),
    leftoverLabel: `the service ${unit}, running or enabled`,
    result: `${unit} is stopped and does not start at boot`,
    idempotent: true,
  };
}

/** Prints "ACTIVE ENABLED". A service that systemd starts over and over again does not run: that is `auto-restart`. */
function snapshotService(unit: string): Command {
  return sh`
    active=$(systemctl is-active ${unit} 2>/dev/null)
    case "$(systemctl show -P SubState ${unit} 2>/dev/null)" in auto-restart*) active=auto-restart ;; esac
    echo "\${active:-inactive} $(systemctl is-enabled ${unit} 2>/dev/null)"
  `.displayAs(`systemctl is-active ${unit}`);
}

/** A service that ran before runs, and with the files that are there now: the former ones. */
function restorePreviousState({ unit, files, onChange }: ConfigWatch): Command {
  return sh`
    read -r active _ <"$MP_CAPTURE_FILE" || exit
    case $active in
      active | activating | reloading | refreshing) ;;
      auto-restart) systemctl restart --no-block ${unit} 2>/dev/null; exit 0 ;;
      *) exit 0 ;;
    esac
    [ "$(systemctl show -P LoadState ${unit})" = loaded ] || exit 0
    if ( systemctl is-active --quiet ${unit} || exit 1; ${files.length > 0 ? hasLoadedConfig({ unit, files, onChange }) : sh`:`} ) 2>/dev/null; then exit 0; fi
    systemctl reset-failed ${unit} 2>/dev/null
    ${waitForNextSecond(files)}
    systemctl ${onChange === 'reload' ? 'reload-or-restart' : 'restart'} ${unit} && exit 0
    code=$?
    systemctl status --no-pager --full --lines=30 ${unit}
    exit "$code"
  `.displayAs(
    `systemctl ${onChange === 'reload' ? 'reload-or-restart' : 'restart'} ${unit} if it ran before`,
  );
}

function waitForNextSecond(files: readonly string[]): Command {
  if (files.length === 0) return sh`:`;
  return sh`
    for file in ${files}; do
      [ "$(stat -L -c %Z "$file")" -lt "$(date +%s)" ] || sleep 1
    done
  `;
}

function identifier(unit: string): string {
  return unit.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_');
}

function assertUnit(unit: string): void {
  if (!/^[A-Za-z0-9][A-Za-z0-9@._-]*$/.test(unit)) throw new Error(`Not the name of a systemd unit: ${unit}`);
}
