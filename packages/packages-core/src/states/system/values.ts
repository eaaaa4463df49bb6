import type { Command } from '../../dsl/sh';
import { sh } from '../../dsl/sh';
import type { Assertion, ReversibleChange } from '../../dsl/state';
import { assertion } from '../assertion';

/** A value of the system that no file of Milepost holds, such as its time zone. One line. */
export interface SystemValue {
  /** Of its record, permanent: `time_zone`. */
  name: string;
  /** For people, in the middle of a sentence: "the time zone". */
  subject: string;
  /** Prints it. */
  read: Command;
  /** Makes it what "$value" holds. */
  write: Command;
  /** What a value is called in labels, where not by itself: `yes` is "on". */
  shown?: Readonly<Record<string, string>>;
  /** The program by which it is set, for people. */
  by: string;
}

/** It has this value. What it was before Milepost is recorded, for `valueRestored`. */
export function valueIs(of: SystemValue, wanted: string): ReversibleChange {
  assertValue(of, wanted);
  const shown = of.shown?.[wanted] ?? wanted;
  return {
    id: `value_${of.name}`,
    label: `${capitalized(of.subject)} is ${shown}`,
    action: `Change ${of.subject} to ${shown}`,
    check: sh`
      [ "$(${of.read})" = ${wanted} ] || exit 1
    `.displayAs(`read ${of.subject}`),
    apply: sh`
      value=${wanted}
      now=$(${of.read}) && mp_record_value ${of.name} "$now" "$value" || exit
      ${setAndRead(of)}
    `.displayAs(`${of.by} ${wanted}`),
    preview: sh`
      mp_finding changes ${capitalized(of.subject)}" is “$(${of.read})”: it becomes “"${wanted}"”."
    `.displayAs(`read ${of.subject}`),
    ...captured(of),
    listLeftovers: sh`mp_values_forgotten ${of.name} || echo ${of.subject}", changed to $(${of.read})"`,
    result: `${capitalized(of.subject)} is ${shown}`,
    idempotent: true,
  };
}

/** It is what it was before Milepost changed it. What somebody else has set since stays. */
export function valueRestored(of: SystemValue): ReversibleChange {
  return {
    id: `value_restored_${of.name}`,
    label: `${capitalized(of.subject)} is what it was before Milepost`,
    action: `Put ${of.subject} back`,
    check: sh`mp_values_forgotten ${of.name} || exit 1`.displayAs(`look for a former value of ${of.subject}`),
    apply: sh`
      now=$(${of.read}) || exit
      if value=$(mp_former_value ${of.name} "$now"); then
        if [ -n "$value" ]; then
          ${setAndRead(of)}
        fi
      else
        echo ${capitalized(of.subject)}" is “$now”, set after Milepost: it stays."
      fi
      mp_forget_value ${of.name}
    `.displayAs(`${of.by} what it was before`),
    preview: sh`
      mp_former_value_finding ${of.name} "$(${of.read})" ${capitalized(of.subject)}
    `.displayAs(`look for a former value of ${of.subject}`),
    ...captured(of),
    leftoverLabel: `${of.subject} that Milepost set`,
    result: `${capitalized(of.subject)} is what it was before Milepost`,
    idempotent: true,
  };
}

/** Milepost has none of these values changed. For the last step of an uninstall. */
export function valuesForgotten(...values: readonly SystemValue[]): Assertion {
  const names = values.map(({ name }) => name);
  const subjects = values.map(({ subject }) => subject).join(', ');
  return assertion({
    id: 'values_forgotten',
    label: `${capitalized(subjects)} ${values.length === 1 ? 'is' : 'are'} not set by Milepost`,
    check: sh`mp_values_forgotten ${names}`.displayAs(`look for former values of ${subjects}`),
    onFailure: sh`echo ${`Milepost still has a record of ${subjects}.`} >&2`,
  });
}

function setAndRead({ subject, read, write }: SystemValue): Command {
  return sh`
    ( ${write} ) || exit
    is=$(${read})
    if [ "$is" != "$value" ]; then
      echo ${capitalized(subject)}" is “$is” after it was changed to “$value”." >&2
      exit 1
    fi
  `;
}

function captured({ name, subject, read, write, by }: SystemValue) {
  return {
    capture: sh`
      now=$(${read}) || exit
      mp_capture_value ${name} "$now"
    `.displayAs(`read ${subject}`),
    undo: sh`
      read -r record value <"$MP_CAPTURE_FILE" || exit
      if [ -n "$value" ] && [ "$(${read})" != "$value" ]; then
        ( ${write} ) || exit
      fi
      mp_restore_value_record ${name} "$record"
    `.displayAs(`${by} what it was`),
  };
}

function assertValue({ name }: SystemValue, value: string): void {
  if (!/^[a-z][a-z_]*$/.test(name)) throw new Error(`Not the name of a value: ${name}`);
  if (value === '' || /[\n\0]/.test(value)) throw new Error(`Not one line: ${value}`);
}

const capitalized = (subject: string): string => subject.slice(0, 1).toUpperCase() + subject.slice(1);
