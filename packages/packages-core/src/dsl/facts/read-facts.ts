import type { FieldOption } from '@milepost/contract/form-field';
import { withLibraries } from '../plan/libraries';
import { choiceSource } from '../form/choice';
import type { Option } from '../form/choice';
import { fieldsOf, schemaOf } from '../form/schema';
import type { PackageDefinition, PackageInput } from '../package/definition';
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
  /** Options of the form's fields that the server answers. */
  choices: Record<string, FieldOption[]>;
}

/**
 * What has to be read on the server for a form or a plan of this operation, each command once: at most 10 seconds and 64 KiB each.
 * `input`: null before there is one; facts that depend on it are then left out.
 */
export function factReads(
  definition: PackageDefinition,
  input: PackageInput | null,
  operation = 'install',
): FactRead[] {
  const reads = declaredFacts(definition, input, operation).map(({ key, fact }) => ({
    key,
    command: commandOf(fact),
  }));
  return reads.filter(
    ({ command }, index) => reads.findIndex((other) => other.command === command) === index,
  );
}

/** The values of all facts, from what each read printed, by key. What was not read, or cannot be parsed, counts as empty output. Pure, never throws for output. */
export function parseFacts(
  definition: PackageDefinition,
  input: PackageInput | null,
  outputs: Readonly<Record<string, string>>,
  operation = 'install',
): ParsedFacts {
  const parsed: ParsedFacts = { facts: {}, discovered: {}, choices: {} };
  const keys = new Map(factReads(definition, input, operation).map(({ key, command }) => [command, key]));
  for (const { group, name, fact } of declaredFacts(definition, input, operation)) {
    const value = parseOutput(fact, bounded(outputs[keys.get(commandOf(fact)) ?? ''] ?? ''));
    if (group === 'choices') parsed.choices[name] = (value as readonly Option[]).map(optionOf);
    else parsed[group][name] = value;
  }
  return parsed;
}

interface DeclaredFact {
  key: string;
  group: keyof ParsedFacts;
  name: string;
  fact: Fact<Json>;
}

function declaredFacts(
  definition: PackageDefinition,
  input: PackageInput | null,
  operation: string,
): DeclaredFact[] {
  const choices = Object.entries(fieldsOf(schemaOf(definition, operation))).flatMap(([name, field]) => {
    const source = choiceSource(field) as Source | undefined;
    return source ? [[name, source] as const] : [];
  });
  const all: [keyof ParsedFacts, readonly (readonly [string, Source])[]][] = [
    ['facts', Object.entries(definition.facts)],
    ['discovered', Object.entries(definition.discover)],
    ['choices', choices],
  ];
  return all.flatMap(([group, entries]) =>
    entries.flatMap(([name, source]) => {
      const fact = typeof source !== 'function' ? source : input && source(input);
      return fact ? [{ key: `${group}.${name}`, group, name, fact }] : [];
    }),
  );
}

type Source = Fact<Json> | ((input: PackageInput) => Fact<Json>);

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

const optionOf = (option: Option): FieldOption =>
  typeof option === 'string' ? { value: option, label: option } : { ...option };
