import type { AvailableVersion } from '@milepost/contract/available-version';
import type { FieldValue } from '@milepost/contract/form-field';
import type { Command } from '../sh';

/** What can be stored and compared. */
export type Json = FieldValue;

/** A bounded, read-only question to the server and a pure parser. `parse('')` answers too: nothing is there. */
export interface Fact<out Value> {
  readonly read: Command;
  readonly parse: (output: string) => Value;
}

/** What a server may print for one fact. */
export const FACT_BYTES = 64 * 1024;
/** How long it may take. */
export const FACT_SECONDS = 10;

/** Throws where the command reads a secret: facts are shown to people. */
export function fact<Value extends Json>(read: Command, parse: (output: string) => Value): Fact<Value> {
  if (read.secrets.length > 0) throw new Error(`A fact reads no secrets: ${read.display}`);
  return { read, parse };
}

/** Which version is installed, null where none is; and where newer ones are offered, which. */
export interface VersionFact extends Fact<string | null> {
  readonly available?: Fact<AvailableVersion>;
  /** The version where it is there without doubt: not that of a package that was removed and left its configuration. */
  readonly present?: Fact<string | null>;
}

/** Facts about a server, by name. */
export type Facts = Readonly<Record<string, Fact<Json>>>;

/** A fact about one installation is a function of its input. */
export type FactsOf<Input> = Readonly<Record<string, Fact<Json> | ((input: Input) => Fact<Json>)>>;

/** What facts answer, by name. */
export type Values<F> = {
  readonly [K in keyof F]: F[K] extends Fact<infer V> | ((input: never) => Fact<infer V>) ? V : never;
};
