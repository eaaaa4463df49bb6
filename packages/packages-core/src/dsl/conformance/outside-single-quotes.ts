/** What of a script is not in single quotes, and so has a meaning for a shell. Double quotes and `$(…)` nest as they do there. Pure. */
export function outsideSingleQuotes(script: string): string {
  const open: string[] = [];
  let outside = '';
  for (let i = 0; i < script.length; i++) {
    const char = script[i] ?? '';
    const top = open.at(-1);
    if (top === "'") {
      if (char === "'") open.pop();
      continue;
    }
    const pair = script.slice(i, i + 2);
    if (char === '\\') {
      // The next character stands for itself.
      i++;
    } else if (char === '#' && top !== '"' && /(?:^|[\s;])$/.test(outside)) {
      const end = script.indexOf('\n', i);
      i = (end < 0 ? script.length : end) - 1;
    } else if (pair === '$(' || (char === '(' && top !== '"')) {
      open.push(')');
      outside += pair === '$(' ? pair : char;
      i += pair === '$(' ? 1 : 0;
    } else {
      const opensSingle = char === "'" && top !== '"';
      if (char === top) open.pop();
      else if (char === '"' || opensSingle) open.push(char);
      if (!opensSingle) outside += char;
    }
  }
  return outside;
}
