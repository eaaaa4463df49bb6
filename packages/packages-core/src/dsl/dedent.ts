/** Literal parts of a template without their common indentation, the first line break and the last blank line. */
export function dedent(parts: readonly string[]): string[] {
  const indents = parts.flatMap((part) =>
    [...part.matchAll(/\n([ \t]*)(?=[^\s]|$)/g)].map(([, blank = '']) => blank.length),
  );
  const last = parts.length - 1;
  const lastLine = /\n[ \t]*$/.test(parts[last] ?? '');
  if (lastLine) indents.pop();
  const common = indents.length === 0 ? 0 : Math.min(...indents);
  return parts.map((part, i) => {
    let text = part.replaceAll(new RegExp(`\\n[ \\t]{0,${common}}`, 'g'), '\n');
    if (i === 0) text = text.replace(/^[ \t]*\n/, '');
    if (i === last) text = text.replace(/\n[ \t]*$/, '');
    return text;
  });
}
