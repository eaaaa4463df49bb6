import type { Choices } from '../facts/choices';
import type { InputIssue } from './input-issue';
import type { PackageDefinition, PackageInput } from '../package/definition';
import { choiceSource } from './choice';
import { fieldsOf, schemaOf, titleOf } from './schema';

/** The choices that the server does not offer. `choices`: what it answered, as `parseFacts` answers them; what was not read may be anything. Pure. */
export function choiceIssues(
  definition: PackageDefinition,
  { input, operation = 'install' }: { input: PackageInput; operation?: string },
  choices: Choices,
): InputIssue[] {
  const schema = schemaOf(definition, operation);
  return Object.entries(fieldsOf(schema)).flatMap(([name, field]) => {
    const value = input[name];
    const offered = choices[operation]?.[name];
    if (!choiceSource(field) || typeof value !== 'string' || !offered) return [];
    if (offered.some((option) => option.value === value)) return [];
    return [{ path: name, problem: { code: 'not_offered', title: titleOf(schema, name), value } }];
  });
}
