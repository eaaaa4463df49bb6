/** One field of a package's form, as a generic form draws it. */
export interface FormField {
  name: string;
  title: string;
  description: string | null;
  type: 'text' | 'textarea' | 'number' | 'boolean' | 'select' | 'secret';
  /** "MB". */
  unit: string | null;
  required: boolean;
  /** Folded away at first. */
  advanced: boolean;
  default: string | number | boolean | null;
  /** A valid value where there is no default: the field's placeholder. */
  example: string | number | boolean | null;
  /** Of a number: no fractions. */
  integer: boolean;
  /** Of a number; of a text, its length in characters. */
  min: number | null;
  max: number | null;
  options: { value: string; label: string }[] | null;
  /** Of a secret: the form offers to generate one of this length. */
  generate: { length: number } | null;
}
