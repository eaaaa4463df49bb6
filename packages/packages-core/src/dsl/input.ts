import type { FieldProblem } from '@milepost/contract/errors/field-problem';
import { z } from 'zod';
import type { PackageDefinition, PackageInput } from './define-package';
import { schemaOf } from './form/input-form';
import type { FormKind } from './form/input-form';
import { fieldProblem } from './form/field-problem';
import { numberFromText } from './form/number-from-text';
import { Secret } from './secret';

export { inputForm } from './form/input-form';

/** What is wrong with one field; `path` is empty where it is the form as a whole. */
export interface InputIssue {
  path: string;
  problem: FieldProblem;
}

export type ParsedInput =
  | {
      ok: true;
      /** For `compile`: secrets are references. */
      input: PackageInput;
      /** For rows and screens: secrets are masks. Plain JSON. */
      publicInput: Record<string, unknown>;
      /** Values by field name: to be sealed at once, and forgotten. */
      secrets: Record<string, string>;
    }
  | { ok: false; issues: InputIssue[] };

/** Parses what a person sent for a package. Never throws: rubbish gets problems, and unknown fields are refused. */
export function parseInput(
  definition: PackageDefinition,
  raw: unknown,
  kind: FormKind = 'install',
): ParsedInput {
  const schema = schemaOf(definition, kind);
  const result = parse(schema, raw);
  if (!result.ok) return result;
  const secrets: Record<string, string> = {};
  for (const name of secretFields(schema)) {
    const value = (raw as Record<string, unknown>)[name];
    if (typeof value === 'string') secrets[name] = value;
  }
  const input = {
    ...result.data,
    ...Object.fromEntries(Object.keys(secrets).map((name) => [name, new Secret(name)])),
  };
  return { ok: true, input, publicInput: toPublic(input), secrets };
}

/** The input again from its stored public part: masks become references. What no longer fits the package gets problems. */
export function restoreInput(
  definition: PackageDefinition,
  publicInput: unknown,
  kind: FormKind = 'install',
): { ok: true; input: PackageInput } | { ok: false; issues: InputIssue[] } {
  const schema = schemaOf(definition, kind);
  const references = secretFields(schema).map((name) => {
    const secret = new Secret(name);
    const mask = z.literal(secret.masked).transform(() => secret);
    return [name, isOptional(fieldsOf(schema)[name]) ? mask.optional() : mask] as const;
  });
  const stored = z.object({ ...schema.shape, ...Object.fromEntries(references) });
  const secrets = new Set(references.map(([name]) => name));
  const result = parse(stored, publicInput, (issue, title) => {
    const [name] = issue.path ?? [];
    if (!secrets.has(String(name))) return fieldProblem(issue, title);
    return { code: 'secret_required_again', title: titleOf(schema, name) };
  });
  return result.ok ? { ok: true, input: result.data } : result;
}

function parse(
  schema: z.ZodObject,
  raw: unknown,
  describe: typeof fieldProblem = fieldProblem,
): { ok: true; data: PackageInput } | { ok: false; issues: InputIssue[] } {
  if (raw === null || typeof raw !== 'object' || Array.isArray(raw)) {
    return { ok: false, issues: [{ path: '', problem: { code: 'not_an_object' } }] };
  }
  const unknown = Object.keys(raw).filter((name) => !Object.hasOwn(schema.shape, name));
  const known = Object.fromEntries(
    Object.keys(schema.shape).map((name) => {
      const value: unknown = (raw as PackageInput)[name];
      return [name, isNumber(fieldsOf(schema)[name]) ? numberFromText(value) : value];
    }),
  );
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

function firstOfEach(issues: readonly z.core.$ZodIssue[]): { path: string; message: string }[] {
  const byPath = new Map<string, { path: string; message: string }>();
  for (const { path, message } of issues) {
    const name = path.map(String).join('.');
    if (!byPath.has(name)) byPath.set(name, { path: name, message });
  }
  return [...byPath.values()];
}

function titleOf(schema: z.ZodObject, name: PropertyKey | undefined): string {
  const field = name === undefined ? undefined : fieldsOf(schema)[String(name)];
  return (field && metaOf(field)?.title) ?? String(name ?? 'The form');
}

function fieldsOf(schema: z.ZodObject): Record<string, z.core.$ZodType | undefined> {
  return schema.shape;
}

function secretFields(schema: z.ZodObject): string[] {
  return Object.entries(fieldsOf(schema)).flatMap(([name, field]) => (metaOf(field)?.secret ? [name] : []));
}

function isOptional(field: z.core.$ZodType | undefined): boolean {
  return field instanceof z.ZodOptional;
}

function isNumber(field: z.core.$ZodType | undefined): boolean {
  if (!field || field instanceof z.ZodNumber) return field !== undefined;
  return isNumber(innerOf(field));
}

function innerOf(field: z.core.$ZodType): z.core.$ZodType | undefined {
  return (field._zod.def as { innerType?: z.core.$ZodType }).innerType;
}

/** A wrapper such as `.default()` after `.meta()` has no metadata of its own: the inner type's counts. */
function metaOf(field: z.core.$ZodType | undefined): z.core.GlobalMeta | undefined {
  if (!field) return undefined;
  const own = z.globalRegistry.get(field);
  if (own) return own;
  const inner = innerOf(field);
  return inner && metaOf(inner);
}

function toPublic(input: PackageInput): Record<string, unknown> {
  return JSON.parse(JSON.stringify(input)) as Record<string, unknown>;
}

function printable(name: string): string {
  const plain = name.replaceAll(/[^\x20-\x7e]/g, '?');
  return plain.length > 40 ? `${plain.slice(0, 40)}…` : plain;
}
