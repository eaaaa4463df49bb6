/** Where in a shell script the next word would stand: inside quotes, inside `$(…)` or backticks, where a command may begin. */
export interface LexerState {
  quoted: boolean;
  substituted: boolean;
  commandMayBegin: boolean;
}

const BEFORE_A_COMMAND = /(?:^|[;|&{(\n]|(?:^|[\s;])(?:then|do|else|elif|if|while|until))[ \t]*$/;

/** Reads the script so far. Interpolations must have been replaced by a plain word. */
export function lexerStateAfter(script: string): LexerState {
  const open: string[] = [];
  const top = () => open.at(-1);
  for (let i = 0; i < script.length; i++) {
    const char = script[i];
    const inSingle = top() === "'";
    if (inSingle) {
      if (char === "'") open.pop();
    } else if (char === '\\') {
      i++;
    } else if (char === '"' || char === '`') {
      if (top() === char) open.pop();
      else open.push(char);
    } else if (char === "'" && top() !== '"') {
      open.push(char);
    } else if (char === '$' && script[i + 1] === '(') {
      open.push('$(');
      i++;
    } else if (char === '(' && top() !== '"') {
      open.push('(');
    } else if (char === ')' && (top() === '(' || top() === '$(')) {
      open.pop();
    }
  }
  return {
    quoted: top() === "'" || top() === '"',
    substituted: open.includes('$(') || open.includes('`'),
    commandMayBegin: BEFORE_A_COMMAND.test(script),
  };
}
