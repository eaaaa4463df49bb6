/** Words, lines and one first line, as facts usually are. */
export const parse = {
  /** Lines that are not blank, without the blanks around them. */
  lines: (output: string): string[] =>
    output
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),

  /** The first line that is not blank; null where there is none. */
  line: (output: string): string | null => parse.lines(output)[0] ?? null,

  /** One object a line, split at white space. The last name takes the rest of the line; a line that is too short is left out. */
  table:
    <const Names extends readonly string[]>(...names: Names) =>
    (output: string): Record<Names[number], string>[] =>
      parse.lines(output).flatMap((line) => {
        const words = line.split(/\s+/);
        if (words.length < names.length) return [];
        const last = names.length - 1;
        const values = [...words.slice(0, last), words.slice(last).join(' ')];
        return [
          Object.fromEntries(names.map((name, i) => [name, values[i] ?? ''])) as Record<
            Names[number],
            string
          >,
        ];
      }),
};
