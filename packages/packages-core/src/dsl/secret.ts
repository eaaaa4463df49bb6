import { z } from 'zod';

const NAME = /^[A-Za-z][A-Za-z0-9_]{0,63}$/;

/** A secret by name. It never holds the value: that meets the command on the server, read there from `$MP_SECRETS`. */
export class Secret {
  constructor(readonly name: string) {
    if (!NAME.test(name))
      throw new Error(`A secret's name is made of letters, digits and underscores: ${name}`);
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

export interface SecretOptions {
  /** The field's title in the form. */
  label?: string;
  /** Characters, at least. */
  min?: number;
  /** The form offers to generate one of this length. */
  generate?: { length: number };
}

/** What the form knows of a secret field, beside the schema's own bounds. */
export interface SecretMeta {
  generate: { length: number } | null;
}

const MAX_LENGTH = 256;

/**
 * A secret field of a package's input: at most 256 printable ASCII characters, no spaces.
 * Where a definition uses it, it is a `Secret` named like the field; `parseInput` keeps the value apart.
 */
export function secret({ label = 'Password', min = 1, generate }: SecretOptions = {}) {
  const meta: SecretMeta = { generate: generate ?? null };
  return z
    .string()
    .min(min)
    .max(MAX_LENGTH)
    .regex(/^[\x21-\x7e]*$/, `${label} may hold letters, digits and punctuation, but no spaces.`)
    .transform(() => new Secret('unnamed'))
    .meta({ title: label, secret: meta });
}
