import type { FreeText } from '../free-text';

/** What is wrong with one field of a form: a code, and what its message shows. `title` is the field's, as the form shows it. */
export type FieldProblem =
  | { code: 'required'; title: string }
  /** `expected`: zod's name of a type. */
  | { code: 'wrong_type'; title: string; expected: string }
  /** `unit`: what is counted; null where the value itself is too large or too small. */
  | { code: 'too_big'; title: string; limit: number; unit: 'characters' | null }
  | { code: 'too_small'; title: string; limit: number; unit: 'characters' | null }
  | { code: 'not_one_of'; title: string; values: string[] }
  | { code: 'not_multiple_of'; title: string; divisor: number }
  | { code: 'invalid'; title: string }
  | { code: 'unknown_field'; name: string }
  | { code: 'unknown_fields'; count: number }
  | { code: 'not_an_object' }
  /** Secrets are not kept with the rest of a stored input. */
  | { code: 'secret_required_again'; title: string }
  /** It identifies the installation. `package` is the title of the package; `verb`: "Install". */
  | { code: 'identity_changed'; title: string; package: string; verb: string }
  /** The server does not offer this value. */
  | { code: 'not_offered'; title: string; value: string }
  /** The schema's own words. */
  | FreeText;
