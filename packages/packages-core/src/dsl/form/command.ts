import { COMMAND_LINE } from '../../states/systemd/command-line';
import { field } from './fields';
import type { Field } from './fields';

/** A command that systemd runs, without a shell: see states/systemd/command-line.ts. */
export function commandField({ example }: { example: string }): Field<string> {
  return field.line({
    ...{ title: 'Command', max: 2000, example, like: COMMAND_LINE },
    description:
      "A program by its absolute path, and its arguments. It is run without a shell: for variables and pipes, write /bin/sh -c '…'.",
    message:
      'Command must begin with the absolute path of a program, as /usr/bin/python3 worker.py, and close its quotes.',
  });
}
