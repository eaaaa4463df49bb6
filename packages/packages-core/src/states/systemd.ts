import { sh } from '../dsl/sh';
import type { Command } from '../dsl/sh';
import type { State } from '../dsl/state';

export interface RunningOptions {
  /** Files that the service reads when it starts (or reloads): one that is newer means that it does not run with them yet. */
  configuredBy?: readonly string[];
  /** What makes it read them again; `reload` keeps its connections. */
  onChange?: 'restart' | 'reload';
}

/** The service runs, starts with the server, and has read its configuration as it is now. */
export function running(
  unit: string,
  { configuredBy = [], onChange = 'restart' }: RunningOptions = {},
): State {
  assertUnit(unit);
  return {
    id: `running_${identifier(unit)}`,
    label: `Service ${unit} runs${configuredBy.length > 0 ? ' with this configuration' : ''}, also after a reboot`,
    check: sh`
      systemctl is-enabled --quiet ${unit} 2>/dev/null || exit 1
      systemctl is-active --quiet ${unit} || exit 1
      ${configuredBy.length > 0 ? hasRead({ unit, files: configuredBy, onChange }) : sh`:`}
    `.showAs(`systemctl is-active ${unit}`),
    apply: sh`
      systemctl enable ${unit} || exit
      systemctl reset-failed ${unit} 2>/dev/null
      ${configuredBy.length > 0 ? waitForNextSecond(configuredBy) : sh`:`}
      systemctl ${onChange === 'reload' ? 'reload-or-restart' : 'restart'} ${unit} && exit 0
      code=$?
      systemctl status --no-pager --full --lines=30 ${unit}
      exit "$code"
    `.showAs(
      `systemctl enable ${unit} && systemctl ${onChange === 'reload' ? 'reload-or-restart' : 'restart'} ${unit}`,
    ),
    capture: sh`
      echo "$(systemctl is-active ${unit} 2>/dev/null) $(systemctl is-enabled ${unit} 2>/dev/null)"
    `.showAs(`systemctl is-active ${unit}`),
    undo: sh`
      read -r active enabled <"$MP_CAPTURED" || exit
      [ "$(systemctl show -P LoadState ${unit})" = loaded ] || exit 0
      case $active in active | activating | reloading | refreshing) ;; *) systemctl stop ${unit} || exit ;; esac
      case $enabled in '' | disabled | not-found)
        if systemctl is-enabled --quiet ${unit} 2>/dev/null; then systemctl disable ${unit} || exit; fi ;;
      esac
    `.showAs(`stop and disable ${unit} unless it ran before`),
    settle: {
      label: `Service ${unit} runs as it did before`,
      reads: configuredBy,
      command: runAsBefore({ unit, files: configuredBy, onChange }),
    },
    repeatable: true,
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
    `.showAs(`systemctl is-active ${unit}`),
    apply: sh`systemctl disable --now ${unit}`,
    capture: sh`
      echo "$(systemctl is-active ${unit} 2>/dev/null) $(systemctl is-enabled ${unit} 2>/dev/null)"
    `.showAs(`systemctl is-active ${unit}`),
    undo: sh`
      read -r active enabled <"$MP_CAPTURED" || exit
      case $enabled in enabled*) systemctl is-enabled --quiet ${unit} || systemctl enable ${unit} || exit ;; esac
      case $active in active | activating | reloading | refreshing) systemctl start ${unit} ;; esac
    `.showAs(`start ${unit} again if it ran`),
    remains: `the service ${unit}, running or enabled`,
    repeatable: true,
  };
}

interface Reading {
  unit: string;
  files: readonly string[];
  onChange: 'restart' | 'reload';
}

/** A reload changes the unit's state without a new start. Times have whole seconds, so equal is not newer. */
function hasRead({ unit, files, onChange }: Reading): Command {
  const property = onChange === 'reload' ? 'StateChangeTimestamp' : 'ExecMainStartTimestamp';
  return sh`
    stamp=$(TZ=UTC systemctl show -P ${property} ${unit})
    [ -n "$stamp" ] || exit 1
    since=$(date -d "$stamp" +%s) || exit 2
    for file in ${files}; do
      changed=$(stat -L -c %Y "$file") || exit 2
      [ "$changed" -lt "$since" ] || exit 1
    done
  `;
}

/** A service that ran before runs, and with the files that are there now: the former ones. */
function runAsBefore({ unit, files, onChange }: Reading): Command {
  return sh`
    read -r active _ <"$MP_CAPTURED" || exit
    case $active in active | activating | reloading | refreshing) ;; *) exit 0 ;; esac
    [ "$(systemctl show -P LoadState ${unit})" = loaded ] || exit 0
    if ( systemctl is-active --quiet ${unit} || exit 1; ${files.length > 0 ? hasRead({ unit, files, onChange }) : sh`:`} ) 2>/dev/null; then exit 0; fi
    systemctl reset-failed ${unit} 2>/dev/null
    ${waitForNextSecond(files)}
    systemctl ${onChange === 'reload' ? 'reload-or-restart' : 'restart'} ${unit} && exit 0
    code=$?
    systemctl status --no-pager --full --lines=30 ${unit}
    exit "$code"
  `.showAs(`systemctl ${onChange === 'reload' ? 'reload-or-restart' : 'restart'} ${unit} if it ran before`);
}

function waitForNextSecond(files: readonly string[]): Command {
  if (files.length === 0) return sh`:`;
  return sh`
    for file in ${files}; do
      [ "$(stat -L -c %Y "$file")" -lt "$(date +%s)" ] || sleep 1
    done
  `;
}

function identifier(unit: string): string {
  return unit.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_');
}

function assertUnit(unit: string): void {
  if (!/^[A-Za-z0-9][A-Za-z0-9@._-]*$/.test(unit)) throw new Error(`Not the name of a systemd unit: ${unit}`);
}
