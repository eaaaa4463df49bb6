/** Known on the server only. It is in the plan as a variable, so the plan is the same however often it is compiled. */
export class Variable {
  constructor(
    readonly name: string,
    /** For people: `‹time›`. */
    readonly shown: string,
  ) {}
}

/** When the operation first used it, in UTC, as `20261129-160712`: the same in every attempt. */
export const stamp = new Variable('MP_STAMP', '‹time›');

/** An absolute path with variables in it. */
export class Path {
  constructor(readonly parts: readonly (string | Variable)[]) {}

  /** For people. */
  get shown(): string {
    return this.parts.map((part) => (typeof part === 'string' ? part : part.shown)).join('');
  }
}

/** path`${root}/releases/${stamp}`. Throws where the result is not an absolute path, or would leave it by `..`. */
export function path(template: TemplateStringsArray, ...values: (string | number | Path | Variable)[]): Path {
  const parts = template.flatMap((literal, i) => [literal, ...(i < values.length ? partsOf(values[i]) : [])]);
  const made = new Path(joined(parts));
  const { shown } = made;
  if (!/^\/[^\0\n]*[^/\0\n]$/.test(shown) || shown.split('/').includes('..'))
    throw new Error(`Not an absolute path: ${shown}`);
  return made;
}

/** Without empty texts, and texts side by side as one: a word is quoted once. */
function joined(parts: readonly (string | Variable)[]): (string | Variable)[] {
  const merged: (string | Variable)[] = [];
  for (const part of parts) {
    const last = merged.at(-1);
    if (typeof part === 'string' && typeof last === 'string') merged[merged.length - 1] = last + part;
    else if (part !== '') merged.push(part);
  }
  return merged;
}

function partsOf(value: string | number | Path | Variable | undefined): readonly (string | Variable)[] {
  if (value instanceof Path) return value.parts;
  if (value instanceof Variable) return [value];
  return [String(value)];
}
