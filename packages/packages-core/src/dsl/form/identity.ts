import { canonicalJson } from '../canonical-json';
import type { InputIssue } from './input-issue';
import type { PackageDefinition, PackageInput } from '../package/definition';
import { titleOf } from './schema';

/** The inputs that identify an installation and are not what they were. */
export function identityIssues(
  { instance, input: schema, title, verbs }: PackageDefinition,
  input: PackageInput,
  stored: Readonly<Record<string, unknown>>,
): InputIssue[] {
  return (instance?.by ?? [])
    .filter((name) => canonicalJson(input[name]) !== canonicalJson(stored[name]))
    .map((name) => ({
      path: name,
      problem: {
        code: 'identity_changed',
        title: titleOf(schema, name),
        package: title,
        verb: verbs.install,
      },
    }));
}
