import { z } from 'zod';

/** UTF-16 has characters of two halves. A half alone is no character: files and PostgreSQL would hold another one in its place. */
const HALF = /\p{Cs}/u;

/**
 * A text of so many characters, each of them whole. What is too long is refused before anything else looks at it: a pattern may take minutes
 * for a megabyte.
 */
export function boundedText({ title, min, max }: { title: string; min: number; max: number }): z.ZodString {
  return z
    .string()
    .min(min, { abort: true })
    .max(max, { abort: true })
    .check(
      z.refine((text: string) => !HALF.test(text), {
        error: `${title} holds a character that is not whole: type it again.`,
        abort: true,
      }),
    );
}
