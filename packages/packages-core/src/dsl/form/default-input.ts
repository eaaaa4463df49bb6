import { z } from 'zod';
import type { PackageDefinition, PackageInput } from '../package/definition';
import { Secret } from '../secret';
import { fieldsOf, metaOf } from './schema';

/** The input of an installation of which nothing is stored: defaults, examples where there is none, and a reference for each secret. */
export function defaultInput({ input: schema }: Pick<PackageDefinition, 'input'>): PackageInput {
  return Object.fromEntries(
    Object.entries(fieldsOf(schema)).map(([name, field]) => {
      if (metaOf(field)?.secret) return [name, field instanceof z.ZodOptional ? undefined : new Secret(name)];
      const parsed = (field as z.ZodType).safeParse(undefined);
      return [name, parsed.success ? parsed.data : metaOf(field)?.example];
    }),
  );
}
