import { z } from 'zod';
import type { Json } from '../facts/fact';
import { networkText, parseNetwork } from '../values/network';
import { boundedText } from './bounded-text';

/** What all fields take. */
export interface FieldOptions<T> {
  title?: string;
  description?: string;
  default?: T;
  /** A valid value, for a field that has no default. */
  example?: T;
  /** Folded away at first. */
  advanced?: boolean;
  /** Shown, and part of the input, only while other fields of the form have these values. The field needs a default. */
  when?: Readonly<Record<string, string | number | boolean>>;
}

/** A field of a form, by what the definition gets of it. */
export type Field<Output> = z.ZodType<Output, unknown>;

/** Puts the words on a field, then its default. */
export function withMeta<T>(
  field: z.ZodType<T>,
  { default: defaultValue, ...meta }: FieldOptions<unknown>,
  more: z.core.GlobalMeta = {},
): Field<T> {
  if (meta.when !== undefined && defaultValue === undefined)
    throw new Error(`${meta.title ?? 'A field'} is not always asked for: it needs a default.`);
  const described = field.meta({ ...(meta as z.core.GlobalMeta), ...more });
  return defaultValue === undefined ? described : z._default(described, defaultValue as never);
}

const CONTROL = /^\P{Cc}*$/u;
const CONTROL_BUT_LINES = /^(?:[\n\t]|\P{Cc})*$/u;
const LABEL = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?';
const DOMAIN = new RegExp(`^(?=.{1,253}$)${LABEL}(?:\\.${LABEL})+$`);
const EMAIL = /^[A-Za-z0-9._%+-]{1,64}@(?=.{1,190}$)[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?$/;
const NETWORK =
  /^(?:[0-9]{1,3}(?:\.[0-9]{1,3}){3}(?:\/[0-9]{1,2})?|[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*(?:\/[0-9]{1,3})?)$/;
const ADDRESS = new RegExp(`^any$|${NETWORK.source}`);
const PORTS = /^[1-9][0-9]{0,4}(?::[1-9][0-9]{0,4})?$/;
const DIRECTORY =
  /^\/(?:[A-Za-z0-9_@%+=:,-][A-Za-z0-9._@%+=:,-]*(?:\/(?=[^/]))?|\.[A-Za-z0-9_-][A-Za-z0-9._-]*(?:\/(?=[^/]))?)*$/;

interface Text extends FieldOptions<string> {
  pattern: RegExp;
  message: string;
  min?: number;
  max: number;
  /** A sentence about what the pattern lets through and is wrong; null where nothing is. */
  problem?: (value: string) => string | null;
}

function text(
  { pattern, message, min = 1, max, problem, ...options }: Text,
  more: z.core.GlobalMeta = {},
): Field<string> {
  const matching = boundedText({ title: options.title ?? 'The text', min, max }).regex(pattern, message);
  const field = problem
    ? matching.refine((value) => problem(value) === null, {
        error: ({ input }) => problem(String(input)) ?? message,
      })
    : matching;
  return withMeta(field, options, more);
}

function portsProblem(value: string, { title, message }: { title: string; message: string }): string | null {
  const [low = 0, high = low] = value.split(':').map(Number);
  if (Math.max(low, high) > 65_535) return message;
  return low > high ? `${title} ends before it begins: it must be ${high}:${low}.` : null;
}

function addressProblem(
  value: string,
  { title, message }: { title: string; message: string },
): string | null {
  const network = value === 'any' ? null : parseNetwork(value);
  if (!network) return value === 'any' ? null : message;
  const shortest = networkText(network);
  return shortest === value ? null : `${title} must be written as ${shortest}.`;
}

/** Common fields. Each refuses control characters, and what could end the construct it is written into. */
export const field = {
  port: (options: FieldOptions<number> = {}): Field<number> =>
    withMeta(z.int().min(1).max(65_535), { title: 'Port', ...options }),

  /** A port, or a range `6000:6010`: a text. */
  ports: (options: FieldOptions<string> = {}): Field<string> => {
    const title = options.title ?? 'Port';
    const message = `${title} must be a number from 1 to 65535, or a range such as 6000:6010.`;
    const problem = (value: string) => portsProblem(value, { title, message });
    return text({ title, example: '443', ...options, max: 11, pattern: PORTS, message, problem });
  },

  int: ({
    min,
    max,
    unit,
    ...options
  }: FieldOptions<number> & { title: string; min: number; max: number; unit?: string }): Field<number> =>
    withMeta(z.int().min(min).max(max), options, unit === undefined ? {} : { unit }),

  /** Yes or no; no, when nothing else is said. */
  flag: (options: FieldOptions<boolean> & { title: string }): Field<boolean> =>
    withMeta(z.boolean(), { default: false, ...options }),

  /** One line, of any characters but control characters. `like` narrows it; `message` says how. */
  line: ({
    max = 200,
    like,
    message,
    ...options
  }: FieldOptions<string> & {
    title: string;
    max?: number;
    like?: RegExp;
    message?: string;
  }): Field<string> => {
    const min = options.default === '' ? 0 : 1;
    const line = boundedText({ title: options.title, min, max }).regex(
      CONTROL,
      `${options.title} must be one line.`,
    );
    const narrowed = like ? line.regex(like, message ?? `${options.title} is not valid.`) : line;
    return withMeta(narrowed, options);
  },

  /** Several lines. */
  lines: ({
    max = 20_000,
    ...options
  }: FieldOptions<string> & { title: string; max?: number }): Field<string> =>
    text(
      {
        ...options,
        ...{ min: options.default === '' ? 0 : 1, max, pattern: CONTROL_BUT_LINES },
        message: `${options.title} may not hold control characters.`,
      },
      { multiline: true },
    ),

  /** `[a-z_][a-z0-9_]*`, for databases, roles, units. */
  name: ({ max = 32, ...options }: FieldOptions<string> & { max?: number } = {}): Field<string> => {
    const title = options.title ?? 'Name';
    const message = `${title} has lower-case letters, digits and underscores, and begins with a letter.`;
    return text({ title, example: 'app', ...options, max, pattern: /^[a-z_][a-z0-9_]*$/, message });
  },

  /** The name of a user of the server. Unlike `name`, with dashes. */
  user: (options: FieldOptions<string> = {}): Field<string> => {
    const title = options.title ?? 'User';
    const message = `${title} has lower-case letters, digits, dashes and underscores, and begins with a letter.`;
    return text({ title, example: 'app', ...options, max: 32, pattern: /^[a-z_][a-z0-9_-]*$/, message });
  },

  domain: (options: FieldOptions<string> = {}): Field<string> => {
    const title = options.title ?? 'Domain';
    const message = `${title} must be a domain name, such as example.org.`;
    return text({ title, example: 'example.org', ...options, max: 253, pattern: DOMAIN, message });
  },

  email: (options: FieldOptions<string> = {}): Field<string> => {
    const title = options.title ?? 'Email';
    const message = `${title} must be an email address, such as ada@example.com.`;
    return text({ title, example: 'ada@example.com', ...options, max: 254, pattern: EMAIL, message });
  },

  /** An IP address, a network such as `10.0.0.0/8`, or `any`; in its shortest form, so that the same one is always written the same. */
  address: (options: FieldOptions<string> = {}): Field<string> => {
    const title = options.title ?? 'Address';
    const message = `${title} must be an IP address, a network such as 10.0.0.0/8, or “any”.`;
    const problem = (value: string) => addressProblem(value, { title, message });
    return text({ title, example: '192.0.2.10', ...options, max: 50, pattern: ADDRESS, message, problem });
  },

  /** The same without `any`. */
  network: (options: FieldOptions<string> = {}): Field<string> => {
    const title = options.title ?? 'Address';
    const message = `${title} must be an IP address, or a network such as 10.0.0.0/8.`;
    const problem = (value: string) => addressProblem(value, { title, message });
    return text({ title, example: '192.0.2.10', ...options, max: 50, pattern: NETWORK, message, problem });
  },

  /** An absolute path of letters, digits and punctuation without a meaning for shells, without `..`. */
  directory: (options: FieldOptions<string> = {}): Field<string> => {
    const title = options.title ?? 'Directory';
    const message = `${title} must be an absolute path without spaces and without “..”.`;
    return text({ title, example: '/srv/app', ...options, max: 500, pattern: DIRECTORY, message });
  },

  /** One of these values, each with its label. */
  oneOf: <const O extends Readonly<Record<string, string>>>(
    options: O,
    meta: FieldOptions<keyof O & string> & { title: string },
  ): Field<keyof O & string> => withMeta(enumOf(options), meta, { options }),

  /** Any of these values, each with its label. */
  someOf: <const O extends Readonly<Record<string, string>>>(
    options: O,
    meta: FieldOptions<readonly (keyof O & string)[]> & { title: string },
  ): Field<readonly (keyof O & string)[]> =>
    withMeta(
      z.array(enumOf(options)).max(Object.keys(options).length),
      { default: [], ...meta },
      { options },
    ),

  /** A list of such fields. */
  list: <T>(
    of: Field<T>,
    { max = 50, ...options }: FieldOptions<readonly T[]> & { title: string; max?: number },
  ): Field<readonly T[]> => withMeta(z.array(of).max(max), { default: [], ...options }),

  /** Fields that belong together. */
  group: <S extends z.core.$ZodLooseShape>(
    fields: S,
    options: Omit<FieldOptions<Json>, 'default'> & { title: string },
  ): Field<z.output<z.ZodObject<S>>> => withMeta(z.object(fields), options),
};

function enumOf<const O extends Readonly<Record<string, string>>>(options: O): z.ZodType<keyof O & string> {
  const [first, ...others] = Object.keys(options) as (keyof O & string)[];
  if (first === undefined) throw new Error('A choice has at least one option.');
  return z.enum([first, ...others]);
}
