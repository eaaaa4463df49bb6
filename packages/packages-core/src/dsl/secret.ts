import type { z } from 'zod';
import { boundedText } from './form/bounded-text';

const NAME = /^(?=.{1,200}$)[A-Za-z]\w*(?:\.[A-Za-z]\w*)*$/;

/** A secret by name: that of a field, or the path to it through other installations, `database.owner.password`. It never holds the value: that meets the command on the server, read there from `$MP_SECRETS`. */
export class Secret {
  constructor(readonly name: string) {
    if (!NAME.test(name))
      throw new Error(`A secret's name is made of letters, digits, underscores and dots: ${name}`);
  }

  /** How people see it, everywhere: `‹password›`. */
  get masked(): string {
    return `‹${this.name}›`;
  }

  toString(): string {
    return this.masked;
  }

  toJSON(): string {
    return this.masked;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.masked;
  }
}

/** Whether this value of a public input stands for the secret of this name. Pure. */
export const isMask = (name: string, value: unknown): boolean => value === `‹${name}›`;

export interface SecretOptions {
  /** The field's title in the form. */
  title?: string;
  description?: string;
  advanced?: boolean;
  /** Characters, at least. */
  min?: number;
  /** The form offers to generate one of this length. */
  generate?: { length: number };
  /** `password`, when left out: one line. `text`: several lines, 64 KiB at most. `key`: a private key. */
  format?: 'password' | 'text' | 'key';
}

/** What the form knows of a secret field, beside the schema's own bounds. */
export interface SecretMeta {
  generate: { length: number } | null;
  format?: 'text' | 'key';
}

const MAX_PASSWORD = 256;
const MAX_TEXT = 64 * 1024;

/**
 * A secret field of a package's input: at most 256 printable ASCII characters without spaces, or a text of several lines.
 * Where a definition uses it, it is a `Secret` named like the field; `parseInput` keeps the value apart.
 */
export function secret({
  title,
  min = 1,
  generate,
  format = 'password',
  ...meta
}: SecretOptions = {}): z.ZodPipe<z.ZodString, z.ZodTransform<Secret, string>> {
  const label = title ?? { password: 'Password', text: 'Text', key: 'Private key' }[format];
  const secretMeta: SecretMeta = { generate: generate ?? null, ...(format !== 'password' && { format }) };
  const value =
    format === 'password'
      ? boundedText({ title: label, min, max: MAX_PASSWORD }).regex(
          /^[\x21-\x7e]*$/,
          `${label} may hold letters, digits and punctuation, but no spaces.`,
        )
      : boundedText({ title: label, min, max: MAX_TEXT }).regex(
          /^(?:[\n\r\t]|\P{Cc})*$/u,
          `${label} may not hold control characters.`,
        );
  return value.transform(() => new Secret('unnamed')).meta({ ...meta, title: label, secret: secretMeta });
}
