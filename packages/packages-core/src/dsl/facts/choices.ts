import type { FieldOption } from '@milepost/contract/form-field';

/** Options that a server answered, by operation, then by field. */
export type Choices = Readonly<Record<string, Readonly<Record<string, readonly FieldOption[]>>>>;
