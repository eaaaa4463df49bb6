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
  options?: Readonly<Record<string, string>>;
  /** A valid value, for a field that has no default. */
  example?: string | number | boolean | readonly (string | number | boolean)[];
  /** Shown and sent only while other fields have these values. */
  when?: Readonly<Record<string, string | number | boolean>>;
  /** Set by `choice()`: the options are read from the server. */
  choice?: true;
  /** Set by `installationOf()`. */
  installation?: { packages: readonly string[]; capability: string | null };
  /** Set by `secret()`. */
  secret?: SecretMeta;
}

declare module 'zod' {
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- an augmentation has no members of its own
  interface GlobalMeta extends FormMeta {}
}
