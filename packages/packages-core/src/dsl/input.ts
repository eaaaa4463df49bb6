import type { FieldProblem } from '@milepost/contract/errors/field-problem';
import { z } from 'zod';
import type { PackageDefinition, PackageInput } from './package/definition';
import { fieldProblem } from './form/field-problem';
import { identityIssues } from './form/identity';
import type { InputIssue } from './form/input-issue';
import { numberFromText } from './form/number-from-text';
import { requiredInstallation } from './form/installation-of';
import { fieldsOf, isNumber, isOptional, schemaOf, secretFields, titleOf } from './form/schema';
import { hiddenFields } from './form/hidden-fields';
import { Secret } from './secret';

export { inputForm } from './form/input-form';

export type ParsedInput =
  | {
      ok: true;
      /** For `compile`: secrets are references. Of an operation that is no install: its options. */
      input: PackageInput;
      /** For rows and screens: secrets are masks. Plain JSON. */
      publicInput: Record<string, unknown>;
      /** New values by the name of the secret: to be sealed at once, and forgotten. */
      secrets: Record<string, string>;
      /** Names of the secrets that were left out and stay as they are. */
      kept: string[];
    }
  | { ok: false; issues: InputIssue[] };

export interface ParseOptions {
  /** `install`, when left out. */
  operation?: string;
  /** The public input of the installation, or of the operation that is tried again: a secret that is left out stays, and what identifies the installation must not change. */
  stored?: Readonly<Record<string, unknown>> | null;
}

/** Parses what a person sent for an operation of a package: `options` may be its name alone. Never throws for what was sent: rubbish gets problems, and unknown fields are refused. */
export function parseInput(
  definition: PackageDefinition,
  raw: unknown,
  options: string | ParseOptions = {},
): ParsedInput {
  const { operation = 'install', stored = null } =
    typeof options === 'string' ? { operation: options } : options;
  const schema = schemaOf(definition, operation);
  if (!isObject(raw)) return { ok: false, issues: [{ path: '', problem: { code: 'not_an_object' } }] };
  const names = secretFields(schema);
  const kept = names.filter(
    (name) => isLeftOut(raw[name]) && stored?.[name] === reference(name, operation).masked,
  );
  const identity = operation === 'install' && stored ? (definition.instance?.by ?? []) : [];
  const inherited = identity.flatMap((name) =>
    isLeftOut(raw[name]) && stored ? [[name, stored[name]] as const] : [],
  );
  const result = parse(withoutSecrets(schema, kept), {
    ...without(raw, kept),
    ...Object.fromEntries(inherited),
  });
  if (!result.ok) return result;
  const issues = stored && operation === 'install' ? identityIssues(definition, result.data, stored) : [];
  if (issues.length > 0) return { ok: false, issues };
  const given = names.filter((name) => !kept.includes(name) && typeof result.data[name] === 'object');
  const references = [...given, ...kept].map((name) => [name, reference(name, operation)] as const);
  const input = { ...result.data, ...Object.fromEntries(references) };
  const secrets = given.map((name) => [reference(name, operation).name, raw[name] as string] as const);
  return {
    ...{ ok: true, input, publicInput: toPublic(input) },
    secrets: Object.fromEntries(secrets),
    kept: kept.map((name) => reference(name, operation).name),
  };
}

/** The input again from its stored public part: masks become references. What no longer fits the package gets problems. */
export function restoreInput(
  definition: PackageDefinition,
  publicInput: unknown,
  operation = 'install',
): { ok: true; input: PackageInput } | { ok: false; issues: InputIssue[] } {
  const schema = schemaOf(definition, operation);
  const references = secretFields(schema).map((name) => {
    const secret = reference(name, operation);
    const mask = z.literal(secret.masked).transform(() => secret);
    return [name, isOptional(fieldsOf(schema)[name]) ? mask.optional() : mask] as const;
  });
  const stored = z.object({ ...schema.shape, ...Object.fromEntries(references) });
  const secrets = new Set(references.map(([name]) => name));
  if (!isObject(publicInput))
    return { ok: false, issues: [{ path: '', problem: { code: 'not_an_object' } }] };
  const current = operation === 'install' ? definition.upgradeInput(publicInput) : publicInput;
  const result = parse(stored, current, (issue, title) => {
    const [name] = issue.path ?? [];
    if (!secrets.has(String(name))) return fieldProblem(issue, title);
    return { code: 'secret_required_again', title: titleOf(schema, name) };
  });
  return result.ok ? { ok: true, input: result.data } : result;
}

/** An option's secret has a name of its own: the input may have one that is called the same. */
function reference(name: string, operation: string): Secret {
  return new Secret(operation === 'install' ? name : `options.${name}`);
}

function parse(
  schema: z.ZodObject,
  raw: Readonly<Record<string, unknown>>,
  describe: typeof fieldProblem = fieldProblem,
): { ok: true; data: PackageInput } | { ok: false; issues: InputIssue[] } {
  const unknown = Object.keys(raw).filter((name) => !Object.hasOwn(schema.shape, name));
  const typed = Object.fromEntries(
    Object.entries(fieldsOf(schema)).map(([name, field]) => [name, fromText(field, raw[name])]),
  );
  const known = without(typed, hiddenFields(schema, typed));
  // Zod carries texts only: each of ours stands for a problem, and what else comes is the schema's own.
  const problems = new Map<string, FieldProblem>();
  const result = schema.safeParse(known, {
    error: (issue) => {
      const key = `problem ${problems.size}`;
      problems.set(key, describe(issue, titleOf(schema, issue.path?.[0])));
      return key;
    },
  });
  const issues: InputIssue[] = [
    ...unknown.slice(0, UNKNOWN_SHOWN).map((name): InputIssue => {
      const path = printable(name);
      return { path, problem: { code: 'unknown_field', name: path } };
    }),
    ...(unknown.length > UNKNOWN_SHOWN
      ? [{ path: '', problem: { code: 'unknown_fields', count: unknown.length } } as const]
      : []),
    ...firstOfEach(result.error?.issues ?? []).map(({ path, message }): InputIssue => {
      return { path, problem: problems.get(message) ?? { code: 'text', text: message } };
    }),
  ];
  return result.success && issues.length === 0 ? { ok: true, data: result.data } : { ok: false, issues };
}

const UNKNOWN_SHOWN = 10;

/** What a control that holds text stands for. */
function fromText(field: z.core.$ZodType | undefined, value: unknown): unknown {
  if (isNumber(field)) return numberFromText(value);
  return value === '' && requiredInstallation(field)?.optional ? null : value;
}

function withoutSecrets(schema: z.ZodObject, names: readonly string[]): z.ZodObject {
  return names.length === 0 ? schema : z.object(without(schema.shape, names) as z.core.$ZodLooseShape);
}

function without<T>(record: Readonly<Record<string, T>>, names: readonly string[]): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => !names.includes(name)));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

const isLeftOut = (value: unknown): boolean => value === undefined || value === '';

function firstOfEach(issues: readonly z.core.$ZodIssue[]): { path: string; message: string }[] {
  const byPath = new Map<string, { path: string; message: string }>();
  for (const { path, message } of issues) {
    const name = path.map(String).join('.');
    if (!byPath.has(name)) byPath.set(name, { path: name, message });
  }
  return [...byPath.values()];
}

function toPublic(input: PackageInput): Record<string, unknown> {
  return JSON.parse(JSON.stringify(input)) as Record<string, unknown>;
}

function printable(name: string): string {
  const plain = name.replaceAll(/[^\x20-\x7e]/g, '?');
  return plain.length > 40 ? `${plain.slice(0, 40)}…` : plain;
}
