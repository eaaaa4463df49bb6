// cspell:ignore NOFILE
import type { z } from 'zod';
import { precondition } from '../../states/precondition';
import * as file from '../../states/file/files';
import { commandWords, execStart, literal } from '../../states/systemd/command-line';
import { commandField } from '../form/command';
import { field } from '../form/fields';
import { secret } from '../secret';
import type { Secret } from '../secret';
import { sh } from '../sh';
import type { State } from '../state';
import type { Template } from '../template';
import { text } from '../values/text';

/** What a command in a unit of its own asks for: whoever runs it, where, with what. */
export interface UnitCommand {
  command: string;
  user: string;
  directory: string;
  environment?: Secret | undefined;
  memoryMb: number;
}

/** The same as fields of a form. */
export const unitCommandFields = ({ example }: { example: string }) => ({
  command: commandField({ example }),
  user: field.user({ default: 'www-data', description: 'Who it runs as. The user must be there.' }),
  directory: field.directory({ title: 'Directory', default: '/', description: 'Where it runs.' }),
  environment: secret({
    title: 'Environment',
    description: 'NAME=value, one a line, as in a .env file. Only root can read it.',
    format: 'text',
  }).optional(),
  memoryMb: field.int({
    ...{ title: 'Memory limit', unit: 'MB', min: 0, max: 1_048_576, default: 512 },
    description: 'Of all its processes; 0 is no limit.',
  }),
});

/** Limits that few need. */
export const limitFields = {
  cpuPercent: field.int({
    ...{ title: 'CPU limit', unit: '%', min: 0, max: 25_600, default: 0, advanced: true },
    description: '100 is one CPU; 0 is no limit.',
  }),
  processes: field.int({
    ...{ title: 'Most processes and threads', min: 0, max: 4_194_304, default: 0, advanced: true },
    description: '0 is the default of the server.',
  }),
  openFiles: field.int({
    ...{ title: 'Most open files', min: 0, max: 1_048_576, default: 0, advanced: true },
    description: 'Of each process; 0 is the default of the server.',
  }),
};
export type Limits = z.output<z.ZodObject<typeof limitFields>>;

/** Where the environment of a unit is. */
export const environmentFile = (unit: string): string => `/etc/default/${unit}`;

/** The user, the directory and the program are there. For the first step. */
export function runnable({ command, user, directory }: UnitCommand): State {
  const [program] = commandWords(command);
  return precondition({
    id: 'runnable',
    label: `${user} can run ${program} in ${directory}`,
    reasons: sh`mp_cannot_run ${user} ${directory} ${program}`,
    display: `look for ${user}, ${directory} and ${program}`,
  });
}

/** The file of its environment, where it has one: nobody but root can read it. */
export function environmentOf(unit: string, { environment }: UnitCommand): State | null {
  if (!environment) return null;
  return file.content(environmentFile(unit), text`${environment}`, {
    mode: '0600',
    validate: sh`mp_accepts_environment "$new"`.displayAs('look for lines that are not NAME=value'),
    // Nobody can compare it with the form, which does not show it.
    replaceEdited: true,
  });
}

/** The lines of `[Service]` that say what is run, where and with what. */
export function commandLines(unit: string, given: UnitCommand, limits?: Limits): Template {
  const { command, user, directory, environment, memoryMb } = given;
  return text`
    User=${user}
    WorkingDirectory=${literal(directory)}
    ${environment && `EnvironmentFile=${environmentFile(unit)}`}
    ${memoryMb > 0 && `MemoryMax=${memoryMb}M`}
    ${limits && limits.cpuPercent > 0 && `CPUQuota=${limits.cpuPercent}%`}
    ${limits && limits.processes > 0 && `TasksMax=${limits.processes}`}
    ${limits && limits.openFiles > 0 && `LimitNOFILE=${limits.openFiles}`}
    ExecStart=${execStart(command)}
  `;
}
