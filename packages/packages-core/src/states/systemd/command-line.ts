/** Of a command line: a program by its absolute path, then words. Quotes and backslashes group as in a shell; nothing else has a meaning. */
export const COMMAND_LINE =
  /^(?!.*\p{Cc})\/[A-Za-z0-9_@+=:,.~/-]*[A-Za-z0-9_@+=:,.~-](?: (?:[^"'\\]|\\.|'[^']*'|"(?:[^"\\]|\\.)*")*)?$/u;

const PIECE = /\\(.)|'([^']*)'|"((?:[^"\\]|\\.)*)"|( +)|([^"'\\ ]+)/gu;
const PLAIN = /^[A-Za-z0-9_@+=:,./-]+$/;

/**
 * The words of a command line, the program first: `/bin/echo "a b"` has two. Throws where it is not of the form COMMAND_LINE. Pure.
 */
export function commandWords(line: string): [program: string, ...words: string[]] {
  if (!COMMAND_LINE.test(line)) throw new Error(`Not a command line: ${line}`);
  const words: (string | undefined)[] = [undefined];
  for (const [, escaped, single, double, blank, plain] of line.matchAll(PIECE)) {
    if (blank !== undefined) words.push(undefined);
    else
      words[words.length - 1] =
        `${words.at(-1) ?? ''}${escaped ?? single ?? double?.replaceAll(/\\(["\\$`])/g, '$1') ?? plain ?? ''}`;
  }
  const [program = '', ...rest] = words.filter((word) => word !== undefined);
  return [program, ...rest];
}

/** The same as systemd reads it in `ExecStart=`: it would look for variables, specifiers and escapes in the words, and finds none. Pure. */
export function execStart(line: string): string {
  return commandWords(line)
    .map((word) => {
      if (PLAIN.test(word)) return word;
      return `"${literal(word.replaceAll(/["\\]/g, '\\$&')).replaceAll('$', '$$$$')}"`;
    })
    .join(' ');
}

/** A text in which systemd would look for specifiers such as `%h`, and finds none. Pure. */
export function literal(text: string): string {
  return text.replaceAll('%', '%%');
}
