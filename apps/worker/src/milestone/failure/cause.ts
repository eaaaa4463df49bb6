import type { KnownFailure } from '@milepost/contract/plan';

/** A heading, and a group's value in it, are no longer than this. */
const MAX_CAUSE_LENGTH = 200;
const MAX_VALUE_LENGTH = 120;

export interface Cause {
  /** "nginx.service is masked" */
  cause: string;
  /** What to do about it, in a line. */
  hint: string;
  /** The line of the output that shows it. */
  line: string;
  /** See KnownFailure. */
  topic: string | null;
}

/** The cause that stands first in an output; of those that begin in the same line, the one that is listed first. Null: none is known. Pure. */
export function findCause(failures: readonly KnownFailure[], output: string): Cause | null {
  let first: { at: number; failure: KnownFailure; match: RegExpExecArray } | null = null;
  for (const failure of failures) {
    const match = new RegExp(failure.pattern, 'm').exec(output);
    if (!match) continue;
    const at = output.lastIndexOf('\n', match.index - 1) + 1;
    if (first === null || at < first.at) first = { at, failure, match };
  }
  return first && describe(first.failure, first.match);
}

function describe({ cause, hint, topic }: KnownFailure, match: RegExpExecArray): Cause {
  const fill = (text: string): string =>
    text
      .replaceAll(/\{(\w+)\}/g, (_, name: string) => shorten(match.groups?.[name] ?? '', MAX_VALUE_LENGTH))
      .trim();
  return {
    cause: shorten(fill(cause), MAX_CAUSE_LENGTH),
    hint: fill(hint),
    line: lineAt(match),
    topic: topic === undefined ? null : fill(topic),
  };
}

/** The whole line that the match begins in; the next one too where the match reaches over it. */
function lineAt({ input, index, 0: matched }: RegExpExecArray): string {
  const begin = input.lastIndexOf('\n', index - 1) + 1;
  const end = input.indexOf('\n', index + matched.length);
  const lines = input.slice(begin, end < 0 ? undefined : end).split('\n');
  return lines.map((line) => line.trim()).join(' ');
}

const shorten = (text: string, longest: number): string =>
  text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
