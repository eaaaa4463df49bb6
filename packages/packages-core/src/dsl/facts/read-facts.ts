import type { FieldOption } from '@milepost/contract/form-field';
import { withLibraries } from '../plan/libraries';
import { choiceSource } from '../form/choice';
import type { Option } from '../form/choice';
import { fieldsOf, schemaOf } from '../form/schema';
import type { PackageDefinition, PackageInput } from '../package/definition';
import type { Choices } from './choices';
import type { Fact, Json } from './fact';
import { FACT_BYTES } from './fact';

/** A command that reads one fact, complete with the functions that it calls. It changes nothing and reads no secrets. */
export interface FactRead {
  key: string;
  command: string;
}

export interface ParsedFacts {
  facts: Record<string, Json>;
  discovered: Record<string, Json>;
  /** Options that the server answers, by operation and field. `install` has those of the package's input. What was not read is left out. */
  choices: Choices;
}

/**
 * What has to be read on the server for the forms and plans of a package, each command once: at most 10 seconds and 64 KiB each.
 * `input`: null before there is one; facts that depend on it are then left out.
 */
export function factReads(definition: PackageDefinition, input: PackageInput | null): FactRead[] {
  const reads = declaredFacts(definition, input).map(({ key, fact }) => ({ key, command: commandOf(fact) }));
  return reads.filter(
    ({ command }, index) => reads.findIndex((other) => other.command === command) === index,
  );
}

/** The values of all facts, from what each read printed, by key. What was not read, or cannot be parsed, counts as empty output. Pure. */
export function parseFacts(
  definition: PackageDefinition,
  input: PackageInput | null,
  outputs: Readonly<Record<string, string>>,
): ParsedFacts {
  const keys = new Map(factReads(definition, input).map(({ key, command }) => [command, key]));
  const values = declaredFacts(definition, input).map(({ group, name, fact }) => {
    const output = outputs[keys.get(commandOf(fact)) ?? ''];
    return { group, name, wasRead: output !== undefined, value: parseOutput(fact, bounded(output ?? '')) };
  });
  const valuesOf = (group: string, among = values) =>
    Object.fromEntries(
      among.flatMap((each) => (each.group === group ? [[each.name, each.value] as const] : [])),
    );
  const known = values.filter(({ wasRead }) => wasRead);
  const choices = Object.keys(definition.operations).map((operation) => {
    const options = Object.entries(valuesOf(`choices.${operation}`, known));
    return [operation, Object.fromEntries(options.map(([name, value]) => [name, optionsOf(value)]))] as const;
  });
  return {
    facts: valuesOf('facts'),
    discovered: valuesOf('discovered'),
    choices: Object.fromEntries(choices.filter(([, fields]) => Object.keys(fields).length > 0)),
  };
}

interface DeclaredFact {
  key: string;
  /** `facts`, `discovered`, or `choices.OPERATION`. */
  group: string;
  name: string;
  fact: Fact<Json>;
}

type Source = Fact<Json> | ((input: PackageInput) => Fact<Json>);

function declaredFacts(definition: PackageDefinition, input: PackageInput | null): DeclaredFact[] {
  const choices = Object.keys(definition.operations).map((operation): [string, [string, Source][]] => [
    `choices.${operation}`,
    Object.entries(fieldsOf(schemaOf(definition, operation))).flatMap(([name, field]) => {
      const source = choiceSource(field) as Source | undefined;
      return source ? [[name, source] as [string, Source]] : [];
    }),
  ]);
  const all: [string, [string, Source][]][] = [
    ['facts', Object.entries(definition.facts)],
    ['discovered', Object.entries(definition.discover)],
    ...choices,
  ];
  return all.flatMap(([group, entries]) =>
    entries.flatMap(([name, source]) => {
      const fact = typeof source !== 'function' ? source : input && source(input);
      return fact ? [{ key: `${group}.${name}`, group, name, fact }] : [];
    }),
  );
}

const commandOf = ({ read }: Fact<Json>): string => withLibraries(read.script);

function parseOutput({ parse }: Fact<Json>, output: string): Json {
  try {
    return parse(output);
  } catch {
    return parse('');
  }
}

/** The first 64 KiB, whatever more a server sends. */
function bounded(output: string): string {
  const bytes = new TextEncoder().encode(output);
  return bytes.length <= FACT_BYTES ? output : new TextDecoder().decode(bytes.subarray(0, FACT_BYTES));
}

const optionsOf = (value: Json): FieldOption[] =>
  (value as readonly Option[]).map((option) =>
    typeof option === 'string' ? { value: option, label: option } : { ...option },
  );
