import { dedent } from './dedent';
import { Secret } from './secret';
import { Command, quote } from './sh';

interface SecretPart {
  secret: Secret;
  /** For the inside of double quotes: `"` and `\` get a backslash. */
  escaped: boolean;
}

/** A text with secrets in it, such as a configuration file or what a program reads on its stdin. */
export class Template {
  readonly parts: readonly (string | SecretPart)[];

  constructor(parts: readonly (string | SecretPart)[]) {
    this.parts = mergeParts(parts);
  }

  /** For people, secrets masked. */
  get display(): string {
    return this.parts.map((part) => (typeof part === 'string' ? part : part.secret.masked)).join('');
  }

  get secrets(): string[] {
    return [
      ...new Set(this.parts.flatMap((part) => (typeof part === 'string' ? [] : [part.secret.name]))),
    ].sort();
  }

  /** As a file should: its last line ends. */
  withFinalNewline(): Template {
    const last = this.parts.at(-1);
    return typeof last === 'string' && last.endsWith('\n') ? this : new Template([...this.parts, '\n']);
  }

  /** A command that prints it. The values of secrets pass through pipes only. */
  get printCommand(): Command {
    const pieces = this.parts.map(printPart);
    const script = pieces.length < 2 ? (pieces[0] ?? ':') : `{ ${pieces.join(' && ')}; }`;
    return new Command(script, this.display, this.secrets);
  }
}

/** Put between double quotes in a configuration file: its `"` and `\` are escaped on the server. */
export class QuotedSecret {
  constructor(readonly secret: Secret) {}
}

/** The secret between double quotes, its own quotes and backslashes escaped. */
export function doubleQuoted(secret: Secret): QuotedSecret {
  return new QuotedSecret(secret);
}

/** A text as a template: strings and numbers as they are, secrets by reference. Indentation that all lines share is taken away. */
export function template(
  template: TemplateStringsArray,
  ...values: (string | number | Secret | QuotedSecret | Template)[]
): Template {
  const literals = dedent(template);
  return new Template(
    literals.flatMap((literal, i) => (i < values.length ? [literal, ...partsOf(values[i])] : [literal])),
  );
}

/** A plain string as a text. */
export function toTemplate(content: string | Template): Template {
  return typeof content === 'string' ? new Template([content]) : content;
}

function partsOf(value: unknown): readonly (string | SecretPart)[] {
  if (value instanceof Secret) return [{ secret: value, escaped: false }];
  if (value instanceof QuotedSecret) return ['"', { secret: value.secret, escaped: true }, '"'];
  if (value instanceof Template) return value.parts;
  if (typeof value === 'string' || (typeof value === 'number' && Number.isFinite(value)))
    return [String(value)];
  throw new Error(
    `text takes strings, finite numbers, secrets and texts, not ${String(value)} (${typeof value})`,
  );
}

function mergeParts(parts: readonly (string | SecretPart)[]): (string | SecretPart)[] {
  const merged: (string | SecretPart)[] = [];
  for (const part of parts) {
    const last = merged.at(-1);
    if (typeof part === 'string' && typeof last === 'string') merged[merged.length - 1] = last + part;
    else if (part !== '') merged.push(part);
  }
  return merged;
}

function printPart(part: string | SecretPart): string {
  if (typeof part === 'string') return `printf %s ${quote(part)}`;
  const read = `mp_secret ${part.secret.name}`;
  return part.escaped ? String.raw`${read} | sed 's/["\\]/\\&/g'` : read;
}
