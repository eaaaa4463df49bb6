import type { SecretMeta } from '../secret';

/** What a definition may say about a field, beside zod's own title and description. */
export interface FormMeta {
  /** Shown behind the number: "MB", "connections". */
  unit?: string;
  /** Hidden until asked for: its default suits nearly everybody. */
  advanced?: boolean;
  /** A text of several lines. */
  multiline?: boolean;
  /** For people, by value: the options of a select. */
  options?: Record<string, string>;
  /** A valid value, for a field that has no default. */
  example?: string | number | boolean;
  /** Set by `secret()`. */
  secret?: SecretMeta;
}

declare module 'zod' {
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- an augmentation has no members of its own
  interface GlobalMeta extends FormMeta {}
}
