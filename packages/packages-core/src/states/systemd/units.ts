import type { Command } from '../../dsl/sh';
import { sh } from '../../dsl/sh';
import type { State } from '../../dsl/state';
import type { Template } from '../../dsl/template';
import type { FileOptions } from '../file/files';
import { original } from '../file/files';
import { written, writtenOriginal } from '../file/written';
import { assertUnit, fullName, identifier } from './names';
import { running, stopped } from './services';

const UNITS = '/etc/systemd/system';
const RELOAD = sh`systemctl daemon-reload`;

/** The file of a unit of one's own: `/etc/systemd/system/NAME`. */
export function unitFile(name: string): string {
  assertUnit(name);
  return `${UNITS}/${fullName(name)}`;
}

/** The file of a drop-in: `/etc/systemd/system/UNIT.d/50-NAME.conf`. */
export function dropInFile(unit: string, name: string): string {
  assertUnit(unit);
  if (!/^[a-z0-9][a-z0-9-]*$/.test(name)) throw new Error(`Not the name of a drop-in: ${name}`);
  return `${UNITS}/${fullName(unit)}.d/50-${name}.conf`;
}

/**
 * A unit of one's own has this text, and systemd has read it. It is neither enabled nor started: see `running`. What systemd would ignore or
 * refuse, a misspelled setting or a program that is not there, is not written. No secrets: a unit's text is read by everybody.
 */
export function unit(
  name: string,
  text: string | Template,
  { replaceEdited = false }: Pick<FileOptions, 'replaceEdited'> = {},
): State {
  const file = unitFile(name);
  const full = fullName(name);
  return written(file, text, {
    id: `unit_${identifier(name)}`,
    label: `The unit ${full} is as wanted`,
    action: `Write the unit ${full}`,
    validate: sh`mp_verify_unit "$new" ${full}`,
    replaceEdited,
    isInForce: isLoaded(full),
    putIntoForce: RELOAD,
  });
}

/** Settings added to a unit that a package brings, and systemd has read them. They survive updates of the package. Checked as `unit` is. */
export function dropIn(unit: string, name: string, text: string): State {
  const file = dropInFile(unit, name);
  const full = fullName(unit);
  const state = written(file, text, {
    id: `drop_in_${identifier(`${unit} ${name}`)}`,
    label: `The unit ${full} has the settings “${name}”`,
    action: `Write the settings “${name}” of ${full}`,
    validate: sh`mp_verify_drop_in "$new" ${full} ${name}`,
    isInForce: isLoaded(full),
    putIntoForce: sh`
      rmdir ${`${UNITS}/${full}.d`} 2>/dev/null
      ${RELOAD}
    `.displayAs(RELOAD.display),
  });
  return {
    ...state,
    apply: sh`
      mkdir -p ${`${UNITS}/${full}.d`} || exit
      ${state.apply}
    `.displayAs(state.apply.display),
  };
}

/** The unit's file is gone, or as it was before Milepost, and systemd knows. Stop the unit first. */
export function unitAbsent(name: string): State {
  const full = fullName(name);
  const stamp = sh`rm -f ${`/var/lib/systemd/timers/stamp-${full}`}`;
  // A unit that has failed is remembered without its file, too.
  const forget = joined(sh`systemctl reset-failed ${full} 2>/dev/null`, RELOAD);
  return writtenOriginal(original(unitFile(name)), {
    id: `unit_absent_${identifier(name)}`,
    label: `The unit ${full} is gone`,
    action: `Delete the unit ${full}`,
    putIntoForce: full.endsWith('.timer') ? joined(stamp, forget) : forget,
  });
}

/** The settings of a drop-in are gone, and systemd knows. What runs keeps them until it is started again. */
export function dropInAbsent(unit: string, name: string): State {
  const full = fullName(unit);
  const directory = `${UNITS}/${full}.d`;
  const state = writtenOriginal(original(dropInFile(unit, name)), {
    id: `drop_in_absent_${identifier(`${unit} ${name}`)}`,
    label: `The settings “${name}” of ${full} are gone`,
    action: `Delete the settings “${name}” of ${full}`,
    putIntoForce: joined(sh`rmdir ${directory} 2>/dev/null`, RELOAD),
  });
  return { ...state, undo: joined(sh`mkdir -p ${directory}`, state.undo) };
}

export interface TimerOptions {
  /** The command line, run without a shell: a program by its absolute path, and its arguments as systemd quotes them. */
  runs: string;
  /** When, as `systemd-analyze calendar` reads it: `daily`, `Mon *-*-* 04:00:00`. */
  onCalendar: string;
  /** What it does, in a few words; the name when left out. */
  description?: string;
  /** root when left out. */
  user?: string;
  /** Runs up to so much later, so that many servers do not do so at once; 0 when left out. */
  randomizedDelaySeconds?: number;
  /** Runs at boot if it was missed meanwhile; true when left out. */
  persistent?: boolean;
}

/** A command that systemd runs at certain times, as NAME.timer and NAME.service. Its output goes to the journal. */
export function timer(name: string, options: TimerOptions): State[] {
  const { runs, onCalendar, description = name, user = 'root', randomizedDelaySeconds = 0 } = options;
  for (const word of [runs, onCalendar, description, user])
    if (word === '' || /[\n\0]/.test(word)) throw new Error(`Not one line: ${word}`);
  const service = `[Unit]\nDescription=${description}\n\n[Service]\nType=oneshot\nUser=${user}\nExecStart=${runs}\n`;
  const times = [
    `OnCalendar=${onCalendar}`,
    `RandomizedDelaySec=${randomizedDelaySeconds}`,
    `Persistent=${options.persistent ?? true}`,
  ];
  const text = `[Unit]\nDescription=${description}\n\n[Timer]\n${times.join('\n')}\n\n[Install]\nWantedBy=timers.target\n`;
  return [
    unit(`${name}.service`, service),
    unit(`${name}.timer`, text),
    running(`${name}.timer`, { configFiles: [unitFile(`${name}.timer`)] }),
  ];
}

/** The timer is stopped, and both of its units are gone. */
export function timerAbsent(name: string): State[] {
  return [stopped(`${name}.timer`), unitAbsent(`${name}.timer`), unitAbsent(`${name}.service`)];
}

/** Has systemd read the unit's files as they are? It knows a template by its instances only. */
function isLoaded(full: string): Command {
  return sh`[ "$(systemctl show -P NeedDaemonReload ${full.replace('@.', '@milepost.')})" = no ]`;
}

function joined(first: Command, second: Command): Command {
  return sh`
    ${first}
    ${second}
  `.displayAs(second.display);
}
