import { z } from 'zod';
import type { PackageDefinition } from '../package/definition';

/** What a form is made of: the input of an install or a change, else what the operation asks. Throws where there is no such operation. */
export function schemaOf(
  definition: Pick<PackageDefinition, 'input' | 'operations' | 'title'>,
  operation: string,
): z.ZodObject {
  if (operation === 'install') return definition.input;
  const found = definition.operations[operation];
  if (!found) throw new Error(`${definition.title} has no ${operation}.`);
  return found.options;
}

/** The fields of a form, by name. */
export function fieldsOf(schema: z.ZodObject): Record<string, z.core.$ZodType | undefined> {
  return schema.shape;
}

/** What a wrapper such as `.default()` wraps. */
function innerOf(field: z.core.$ZodType): z.core.$ZodType | undefined {
  return (field._zod.def as { innerType?: z.core.$ZodType }).innerType;
}

/** The field and what it wraps, from the outside in. */
function layersOf(field: z.core.$ZodType | undefined): z.core.$ZodType[] {
  return field ? [field, ...layersOf(innerOf(field))] : [];
}

/** A wrapper such as `.default()` after `.meta()` has no metadata of its own: the inner type's counts. */
export function metaOf(field: z.core.$ZodType | undefined): z.core.GlobalMeta | undefined {
  return layersOf(field)
    .map((layer) => z.globalRegistry.get(layer))
    .find((meta) => meta !== undefined);
}

/** What people call a field; its name where it has no title. */
export function titleOf(schema: z.ZodObject, name: PropertyKey | undefined): string {
  const field = name === undefined ? undefined : fieldsOf(schema)[String(name)];
  return metaOf(field)?.title ?? String(name ?? 'The form');
}

/** Names of the fields that hold a secret. */
export function secretFields(schema: z.ZodObject): string[] {
  return Object.entries(fieldsOf(schema)).flatMap(([name, field]) => (metaOf(field)?.secret ? [name] : []));
}

export function isOptional(field: z.core.$ZodType | undefined): boolean {
  return field instanceof z.ZodOptional;
}

export function isNumber(field: z.core.$ZodType | undefined): boolean {
  return layersOf(field).some((layer) => layer instanceof z.ZodNumber);
}

/** What a field stands for beside its schema: functions, which no JSON can hold. */
export class Attachment<T> {
  readonly #values = new WeakMap<z.core.$ZodType, T>();

  attach<F extends z.core.$ZodType>(field: F, value: T): F {
    this.#values.set(field, value);
    return field;
  }

  of(field: z.core.$ZodType | undefined): T | undefined {
    return layersOf(field)
      .map((layer) => this.#values.get(layer))
      .find((value) => value !== undefined);
  }
}
