import type { Plan, PlannedCommand } from '@milepost/contract/plan';

type Libraries = Plan['libraries'];

/** The text of the libraries that these commands call, each once. Empty where they call none, as in a plan from before there were libraries. */
export function libraryTexts(libraries: Libraries, commands: readonly PlannedCommand[]): string {
  const names = new Set(commands.flatMap((command) => command.libraries ?? []));
  return [...names]
    .sort()
    .map((name) => textOf(libraries, name))
    .join('');
}

/** A command of a plan as it runs alone: its libraries, then its script. */
export function completeScript(libraries: Libraries, command: PlannedCommand): string {
  return `${libraryTexts(libraries, [command])}${command.script}`;
}

function textOf(libraries: Libraries, name: string): string {
  const text = libraries?.[name];
  if (text === undefined) throw new Error(`The plan does not hold the library ${name}.`);
  return text;
}
