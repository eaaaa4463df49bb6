import type { FormField } from '@milepost/contract/form-field';
import type { PackageDefinition } from '../dsl/package/definition';
import { hiddenFields } from '../dsl/form/hidden-fields';
import { inputForm } from '../dsl/form/input-form';

/**
 * What a run asks for a step of a stack: each secret, which no stack has, and what the form requires and the stack leaves open, such as a
 * version that the server offers. Pure.
 */
export function askedFields(
  definition: PackageDefinition,
  input: Readonly<Record<string, unknown>>,
): FormField[] {
  const hidden = hiddenFields(definition.input, input);
  return inputForm(definition).filter(({ name, type, required }) => {
    if (hidden.includes(name)) return false;
    return type === 'secret' ? required : required && !Object.hasOwn(input, name);
  });
}
