import type { z } from 'zod';
import type { Fact } from '../facts/fact';
import { boundedText } from './bounded-text';
import type { Field, FieldOptions } from './fields';
import { withMeta } from './fields';
import { Attachment } from './schema';

/** One value that a server offers. */
export type Option = string | { readonly value: string; readonly label: string };

export type ChoiceSource = Fact<readonly Option[]> | ((input: never) => Fact<readonly Option[]>);

const sources = new Attachment<ChoiceSource>();

interface ChoiceOptions extends FieldOptions<string> {
  title: string;
  /** What every value looks like, for one that becomes part of a name: it is checked also where the server cannot be asked. */
  like?: RegExp;
  /** What is said of a value that does not look so. */
  message?: string;
}

/** A select whose options the server answers: from a fact, or from one that depends on the installation's input. The worker compares again under the lock. */
export function choice(from: ChoiceSource, { like, message, ...options }: ChoiceOptions): Field<string> {
  const value = boundedText({ title: options.title, min: 1, max: 200 }).regex(
    /^\P{Cc}*$/u,
    `${options.title} may not hold control characters.`,
  );
  const narrowed = like ? value.regex(like, message ?? `${options.title} is not valid.`) : value;
  return sources.attach(withMeta(narrowed, options, { choice: true }), from);
}

/** Where the options of a field come from; undefined of a field that is no choice. */
export function choiceSource(field: z.core.$ZodType | undefined): ChoiceSource | undefined {
  return sources.of(field);
}
