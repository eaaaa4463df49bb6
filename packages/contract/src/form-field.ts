/** What a field can hold by default: JSON. */
export type FieldValue =
  string | number | boolean | null | readonly FieldValue[] | { readonly [name: string]: FieldValue };

export interface FieldOption {
  value: string;
  label: string;
}

/** One field of a package's form, as a generic form draws it. */
export interface FormField {
  name: string;
  title: string;
  description: string | null;
  /**
   * `multiselect`: any of `options`, as a list of texts. `list`: of `item`, as a list. `object`: of `fields`. `installation`: the ID of
   * another installation on the same server, of one of `packages`.
   */
  type:
    | 'text'
    | 'textarea'
    | 'number'
    | 'boolean'
    | 'select'
    | 'secret'
    | 'multiselect'
    | 'list'
    | 'object'
    | 'installation';
  /** "MB". */
  unit: string | null;
  required: boolean;
  /** Folded away at first. */
  advanced: boolean;
  default: FieldValue;
  /** A valid value where there is no default: the field's placeholder. */
  example: FieldValue;
  /** Of a number: no fractions. */
  integer: boolean;
  /** Of a number; of a text, its length in characters; of a list, the number of its entries. */
  min: number | null;
  max: number | null;
  options: FieldOption[] | null;
  /** Of a secret: the form offers to generate one of this length. */
  generate: { length: number } | null;
  /** It identifies the installation, so it cannot be changed. */
  identity?: true;
  /** Of a select: its options are read from the server. `options` is null until they are known. */
  choice?: true;
  /** Shown and sent only while these other fields of the form have these values. */
  when?: Record<string, string | number | boolean>;
  /** Of a secret: `text` has several lines, `key` is a private key. A password otherwise. */
  format?: 'text' | 'key';
  /** Of a list: one entry. */
  item?: FormField;
  /** Of an object. */
  fields?: FormField[];
  /** Of an installation: IDs of packages, any of them. */
  packages?: string[];
  /** Of an installation: instead of `packages`, what the package has to provide. */
  capability?: string;
}
