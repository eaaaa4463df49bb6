import type { FormField } from '@milepost/contract/form-field';
import { z } from 'zod';
import type { PackageDefinition } from '../define-package';
import type { FormMeta } from './form-meta';

/** The kinds of operation that ask for input. */
export type FormKind = 'install' | 'uninstall';

interface Property extends FormMeta {
  title?: string;
  description?: string;
  type?: string;
  enum?: string[];
  default?: string | number | boolean;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
}

/** The fields of a package's form in the order of its schema. JSON, and without a secret. */
export function inputForm(
  definition: Pick<PackageDefinition, 'input' | 'uninstallInput'>,
  kind: FormKind = 'install',
): FormField[] {
  const schema = z.toJSONSchema(schemaOf(definition, kind), { io: 'input' });
  const required = new Set(schema.required);
  return Object.entries(schema.properties ?? {}).map(([name, property]) =>
    formField(name, property as Property, required.has(name)),
  );
}

/** The schema that one kind of operation asks for. */
export function schemaOf(
  definition: Pick<PackageDefinition, 'input' | 'uninstallInput'>,
  kind: FormKind,
): z.ZodObject {
  return kind === 'install' ? definition.input : definition.uninstallInput;
}

function formField(name: string, property: Property, required: boolean): FormField {
  const type = fieldType(name, property);
  const sized =
    type === 'number' ? [property.minimum, property.maximum] : [property.minLength, property.maxLength];
  return {
    name,
    title: property.title ?? name,
    description: property.description ?? null,
    type,
    unit: property.unit ?? null,
    required,
    advanced: property.advanced ?? false,
    default: property.default ?? null,
    example: property.example ?? null,
    integer: property.type === 'integer',
    min: sized[0] ?? null,
    max: sized[1] ?? null,
    options: property.enum?.map((value) => ({ value, label: property.options?.[value] ?? value })) ?? null,
    generate: property.secret?.generate ?? null,
  };
}

function fieldType(name: string, { secret, enum: values, type, multiline }: Property): FormField['type'] {
  if (secret) return 'secret';
  if (values) return 'select';
  switch (type) {
    case 'integer':
    case 'number':
      return 'number';
    case 'boolean':
      return 'boolean';
    case 'string':
      return multiline ? 'textarea' : 'text';
    default:
      throw new Error(
        `No form field can hold ${name}: ${type ?? 'a union'}. Use a string, number, boolean, enum or secret.`,
      );
  }
}
