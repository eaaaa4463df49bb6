import type { State } from '../dsl/state';
import { original } from './file/files';
import { written, writtenOriginal } from './file/written';
import { assertUser } from './users/names';

export interface JobOptions {
  /** Five fields, `30 4 * * 1`, or `@daily`, `@hourly`, `@weekly`, `@monthly`, `@yearly`, `@reboot`. */
  schedule: string;
  /** One line, run by `/bin/sh`. A `%` means itself. */
  command: string;
  /** root when left out. It must exist, else cron reports an error at each run. */
  user?: string;
  /** Lines `NAME=value` in front of it, such as `MAILTO`, `PATH`. */
  environment?: Readonly<Record<string, string>>;
}

const FIELD = String.raw`(?:\*|[0-9A-Za-z,-]+)(?:\/[0-9]+)?(?:,[0-9A-Za-z*/-]+)*`;
const SCHEDULE = new RegExp(`^(?:@(?:reboot|hourly|daily|weekly|monthly|yearly)|${FIELD}(?: ${FIELD}){4})$`);

/** A job of cron, `/etc/cron.d/NAME`. cron (a package of its own) reads it within a minute. Where systemd runs, `systemd.timer` keeps its log. */
export function job(name: string, { schedule, command, user = 'root', environment = {} }: JobOptions): State {
  assertUser(user);
  if (!SCHEDULE.test(schedule)) throw new Error(`Not a schedule of cron: ${schedule}`);
  if (command.trim() === '' || /[\n\0]/.test(command)) throw new Error(`Not one line: ${command}`);
  const variables = Object.entries(environment).map(([variable, value]) => {
    if (!/^[A-Za-z_]\w*$/.test(variable) || /[\n\0]/.test(value))
      throw new Error(`Not a variable of cron: ${variable}`);
    return `${variable}=${value}\n`;
  });
  const line = `${schedule} ${user} ${command.replaceAll('%', String.raw`\%`)}\n`;
  return written(fileOf(name), `${variables.join('')}${line}`, {
    id: `cron_${name.toLowerCase().replaceAll('-', '_')}`,
    label: `cron has the job “${name}”`,
    action: `Write the job “${name}” of cron`,
  });
}

/** The job that `job` wrote is gone, or what was there before is there again. What runs of it runs to its end. */
export function jobAbsent(name: string): State {
  return writtenOriginal(original(fileOf(name)), {
    id: `cron_absent_${name.toLowerCase().replaceAll('-', '_')}`,
    label: `cron has no job “${name}”`,
    action: `Delete the job “${name}” of cron`,
  });
}

/** cron leaves out files with a dot in their name. */
function fileOf(name: string): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(name)) throw new Error(`Not the name of a job of cron: ${name}`);
  return `/etc/cron.d/${name}`;
}
