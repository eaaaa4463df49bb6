import { z } from 'zod';
import { fieldsOf, metaOf } from './schema';

/** Names of the fields that are not asked for, since another field has another value. What was sent for them does not count. */
export function hiddenFields(schema: z.ZodObject, input: Readonly<Record<string, unknown>>): string[] {
  const fields = fieldsOf(schema);
  const valueOf = (name: string): unknown => input[name] ?? defaultOf(fields[name]);
  return Object.entries(fields).flatMap(([name, field]) => {
    const conditions = Object.entries(metaOf(field)?.when ?? {});
    return conditions.some(([other, wanted]) => valueOf(other) !== wanted) ? [name] : [];
  });
}

function defaultOf(field: z.core.$ZodType | undefined): unknown {
  return field instanceof z.ZodDefault ? field.def.defaultValue : undefined;
}
