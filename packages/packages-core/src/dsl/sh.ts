import { dedent } from './dedent';
import { Path, Variable } from './values/path';
import { Secret } from './secret';
import { lexerStateAfter } from './shell-lexer';

/** A piece of POSIX sh: a value. It names the secrets it reads and holds none of them. */
export class Command {
  constructor(
    /** Without the definition of `mp_secret`, which `compile` puts in front. */
    readonly script: string,
    /** The same for people. */
    readonly display: string,
    readonly secrets: readonly string[] = [],
  ) {}

  /** The same command, shown to people in other words. */
  displayAs(display: string): Command {
    return new Command(this.script, display, this.secrets);
  }
}

export type Interpolation = Word | Command | Secret | readonly (string | number)[];
type Word = string | number | Variable | Path;

/**
 * A shell command as a template. Every string and number is quoted, an array becomes its quoted elements, a command is put in as it is.
 * A secret is a command that prints its value: it stands where a command may begin (`${password} | psql`), never within `$(…)`.
 * Throws where an interpolation is undefined, already within quotes, or a secret that would become an argument.
 */
export function sh(template: TemplateStringsArray, ...values: Interpolation[]): Command {
  const literals = dedent(template.raw.map((raw) => raw.replaceAll(/\\(\$\{|`)/g, '$1')));
  let script = literals[0] ?? '';
  let display = script;
  let skeleton = script;
  const secrets = new Set<string>();
  values.forEach((value, i) => {
    const next = literals[i + 1] ?? '';
    const { quoted, substituted, commandMayBegin } = lexerStateAfter(skeleton);
    if (quoted)
      throw new Error(
        `sh quotes its interpolations: take away the quotes around number ${i + 1} in ${template.raw.join('…')}`,
      );
    const piece = compileInterpolation(value);
    if (piece.secrets.length > 0 && (substituted || !commandMayBegin || !/^(?:[\s;|&)]|$)/.test(next))) {
      throw new Error(
        `A secret is a command that prints it, never an argument: number ${i + 1} in ${template.raw.join('…')}`,
      );
    }
    piece.secrets.forEach((name) => secrets.add(name));
    script += piece.script + next;
    display += piece.display + next;
    skeleton += `x${next}`;
  });
  return new Command(script, display, [...secrets].sort());
}

/** One word for sh, quoted only where it needs to be. */
export function quote(word: string): string {
  if (word.includes('\0')) throw new Error('A shell word cannot hold a NUL byte.');
  const plain = /^[A-Za-z0-9_/:.,@%+=-]+$/.test(word) && !/^[A-Za-z_]\w*\+?=/.test(word);
  return plain ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** Commands one after the other, ending at the first that fails. */
export function chain(...commands: readonly Command[]): Command {
  return join(commands, ' &&\n');
}

/** Commands one a line, each carried out whatever the one before it answered. */
export function sequence(...commands: readonly Command[]): Command {
  return join(commands, '\n');
}

function join(commands: readonly Command[], separator: string): Command {
  return new Command(
    commands.map(({ script }) => script).join(separator),
    commands.map(({ display }) => display).join('\n'),
    [...new Set(commands.flatMap(({ secrets }) => secrets))].sort(),
  );
}

function compileInterpolation(value: unknown): Pick<Command, 'script' | 'display' | 'secrets'> {
  if (value instanceof Command) return value;
  if (value instanceof Secret)
    return { script: `mp_secret ${value.name}`, display: value.masked, secrets: [value.name] };
  if (value instanceof Variable) return { script: `"$${value.name}"`, display: value.shown, secrets: [] };
  if (value instanceof Path) {
    const script = value.parts
      .map((part) => (typeof part === 'string' ? quote(part) : `"$${part.name}"`))
      .join('');
    return { script, display: value.shown, secrets: [] };
  }
  const script = Array.isArray(value) ? value.map(quoteValue).join(' ') : quoteValue(value);
  return { script, display: script, secrets: [] };
}

function quoteValue(value: unknown): string {
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'number' && Number.isFinite(value)) return quote(String(value));
  throw new Error(
    `sh takes strings, finite numbers, arrays of them, paths, commands and secrets, not ${String(value)} (${typeof value})`,
  );
}
