import { sh } from '../../dsl/sh';
import type { Command } from '../../dsl/sh';

export interface ConfigWatch {
  unit: string;
  files: readonly string[];
  /** When it reads them. */
  onChange: 'restart' | 'reload';
  /**
   * A reload that took effect starts new processes, as that of nginx does. Without them it was refused and the service goes on with its
   * former configuration, although systemctl reports success.
   */
  reloadStartsProcesses?: boolean;
}

/** What Milepost has seen services read: `INVOCATION CHANGED DIGEST`, for root alone. */
const RECORDS = '/var/lib/milepost/services';

/** Sets `start`: which start (or reload) of the unit the present one is, by no clock that anybody can set. */
function identifyStart({ unit, onChange }: ConfigWatch): Command {
  const reload = sh`$(systemctl show -P StateChangeTimestampMonotonic ${unit})`;
  return sh`start="$(systemctl show -P InvocationID ${unit}) "${onChange === 'reload' ? reload : sh`-`}`;
}

/**
 * Exit 1 unless the service that runs has read these files as they are now. Where Milepost started it, their digest of then decides.
 * Otherwise their change time does, which unlike the modification time nobody sets; times have whole seconds, so equal is not newer.
 */
export function hasLoadedConfig(watch: ConfigWatch): Command {
  const { unit, files, onChange } = watch;
  const property = onChange === 'reload' ? 'StateChangeTimestamp' : 'ExecMainStartTimestamp';
  return sh`
    ${identifyStart(watch)}
    recorded=$(cat ${`${RECORDS}/${unit}`} 2>/dev/null)
    case $recorded in
      "$start "*)
        [ "$recorded" = "$start $(cat ${files} 2>&1 | sha256sum)" ]
        exit ;;
    esac
    stamp=$(TZ=UTC systemctl show -P ${property} ${unit})
    [ -n "$stamp" ] || exit 1
    since=$(date -d "$stamp" +%s) || exit 2
    for file in ${files}; do
      for changed in $(stat -c %Z "$file") $(stat -L -c %Z "$file" || echo 9999999999); do
        [ "$changed" -lt "$since" ] || exit 1
      done
    done
  `;
}

/** So long a reload may take until its first new process is there. */
const RELOAD_SECONDS = 10;

/**
 * Restarts or reloads the unit, and records what it has read so. Exit code: that of systemctl, or 1 where the service did not take over
 * what it should have read; then it is recorded that it has read something else.
 */
export function loadConfig(watch: ConfigWatch): Command {
  const { unit, files, onChange, reloadStartsProcesses = false } = watch;
  const command = sh`systemctl ${onChange === 'reload' ? 'reload-or-restart' : 'restart'} ${unit}`;
  if (files.length === 0) return command;
  const record = `${RECORDS}/${unit}`;
  const refused = `${unit} did not take over its new configuration: it runs with the former one.`;
  return sh`
    mp_processes() {
      group=$(systemctl show -P ControlGroup ${unit})
      [ -z "$group" ] || cat "/sys/fs/cgroup$group/cgroup.procs" "/sys/fs/cgroup/systemd$group/cgroup.procs" 2>/dev/null
    }
    mp_new_process() {
      for mp_try in $(seq ${RELOAD_SECONDS * 10}); do
        for process in $(mp_processes); do
          case " $former " in *" $process "*) ;; *) return 0 ;; esac
        done
        sleep 0.1
      done
      [ -n "$(mp_processes)" ] || return 0
      echo ${refused} >&2
      return 1
    }
    mp_record() {
      ${identifyStart(watch)}
      ( umask 077 && mkdir -p ${RECORDS} && echo "$start $1" >${`${record}.new`} && mv ${`${record}.new`} ${record} ) || :
    }
    digest=$(cat ${files} 2>&1 | sha256sum)
    former=$(mp_processes | tr '\n' ' ')
    ${command} && {
      if ${onChange === 'reload' && reloadStartsProcesses ? sh`mp_new_process` : sh`:`}; then
        mp_record "$digest"
      else
        mp_record refused
        false
      fi
    }
  `;
}
