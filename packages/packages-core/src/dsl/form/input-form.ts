import type { FieldOption, FieldValue, FormField } from '@milepost/contract/form-field';
import { z } from 'zod';
import type { Choices } from '../facts/choices';
import type { PackageDefinition } from '../package/definition';
import type { FormMeta } from './form-meta';
import { schemaOf } from './schema';

interface Property extends FormMeta {
  title?: string;
  description?: string;
  type?: string;
  enum?: string[];
  items?: Property;
  properties?: Record<string, Property>;
  required?: string[];
  default?: FieldValue;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
}

/**
 * The fields of a form in the order of its schema. JSON, and without a secret. `choices`: options that the server answered, as
 * `parseFacts` answers them.
 */
export function inputForm(
  definition: Pick<PackageDefinition, 'input' | 'operations' | 'instance' | 'title'>,
  operation = 'install',
  choices: Choices = {},
): FormField[] {
  const schema = z.toJSONSchema(schemaOf(definition, operation), { io: 'input' });
  const identity = operation === 'install' ? (definition.instance?.by ?? []) : [];
  return formFields(schema as Property).map((field) => ({
    ...field,
    ...(identity.includes(field.name) && { identity: true }),
    ...(field.choice && {
      options: choices[operation]?.[field.name]?.map((option) => ({ ...option })) ?? null,
    }),
  }));
}

function formFields({ properties = {}, required = [] }: Property): FormField[] {
  return Object.entries(properties).map(([name, property]) =>
    formField(name, property, required.includes(name)),
  );
}

function formField(name: string, property: Property, required: boolean): FormField {
  const type = fieldType(name, property);
  const [min, max] = boundsOf(type, property);
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
    min: min ?? null,
    max: max ?? null,
    options: optionsOf(property),
    generate: property.secret?.generate ?? null,
    ...(property.secret?.format && { format: property.secret.format }),
    ...(property.choice && { choice: true }),
    ...(property.when && { when: { ...property.when } }),
    ...(type === 'list' && property.items && { item: formField('item', property.items, true) }),
    ...(type === 'object' && { fields: formFields(property) }),
    ...installationOf(property),
  };
}

function installationOf({ installation }: Property): Pick<FormField, 'packages' | 'capability'> {
  if (!installation) return {};
  return installation.capability === null
    ? { packages: [...installation.packages] }
    : { capability: installation.capability };
}

function boundsOf(type: FormField['type'], property: Property): (number | undefined)[] {
  switch (type) {
    case 'number':
      return [property.minimum, property.maximum];
    case 'list':
    case 'multiselect':
      return [property.minItems, property.maxItems];
    case 'object':
    case 'boolean':
    case 'installation':
      return [];
    case 'text':
    case 'textarea':
    case 'select':
    case 'secret':
      return [property.minLength, property.maxLength];
  }
}

function optionsOf({ enum: own, items, options }: Property): FieldOption[] | null {
  const values = own ?? items?.enum;
  return (
    values?.map((value) => ({ value, label: options?.[value] ?? items?.options?.[value] ?? value })) ?? null
  );
}

function fieldType(name: string, property: Property): FormField['type'] {
  const { secret, enum: values, type, multiline, choice, installation, items } = property;
  if (secret) return 'secret';
  if (installation) return 'installation';
  if (values || choice) return 'select';
  switch (type) {
    case 'integer':
    case 'number':
      return 'number';
    case 'boolean':
      return 'boolean';
    case 'string':
      return multiline ? 'textarea' : 'text';
    case 'array':
      return items?.enum ? 'multiselect' : 'list';
    case 'object':
      return 'object';
    default:
      throw new Error(
        `No form field can hold ${name}: ${type ?? 'a union'}. Use a string, number, boolean, list, group, enum or secret.`,
      );
  }
}
