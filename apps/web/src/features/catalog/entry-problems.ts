import type { FormValues } from './form-values';
import { linesOf } from './form-values';

const SHOWN = 60;

/** What is wrong, by field: the sentence on an entry of a list (`settings.2`) stands at the list, with the entry before it. The first counts. */
export function problemsAtFields(
  problems: Readonly<Record<string, string>>,
  values: FormValues,
): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [path, sentence] of Object.entries(problems)) {
    const [, name, index] = /^([^.]+)\.(\d+)$/.exec(path) ?? [];
    if (name === undefined) found[path] = sentence;
    else found[name] ??= `${entryOf(values[name], Number(index))}${sentence}`;
  }
  return found;
}

function entryOf(value: string | boolean | undefined, index: number): string {
  const entry = linesOf(value)[index];
  if (entry === undefined) return '';
  return `“${entry.length > SHOWN ? `${entry.slice(0, SHOWN)}…` : entry}”: `;
}
