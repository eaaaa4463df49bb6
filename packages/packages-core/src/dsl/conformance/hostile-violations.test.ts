import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { definePackage } from '../define-package';
import { field } from '../form/fields';
import { Command, sh } from '../sh';
import { step } from '../steps/step';
import { hostileTextViolations } from './hostile-violations';

/** A package with one input, whose text its only command gets as `write` says. */
const packageWith = (text: z.ZodType<string>, write: (value: string) => Command) =>
  definePackage({
    id: 'sample',
    title: 'Sample',
    category: 'system',
    description: 'A sample.',
    supports: ['debian-12'],
    input: z.object({ name: text }),
    operations: {
      install: ({ input }) => [
        step.configure('it', {
          ...{ id: 'one', label: 'One holds', action: 'Make one hold', idempotent: true },
          ...{ check: sh`true`, apply: write(input.name), noUndoReason: 'It is a sample.' },
        }),
      ],
      uninstall: () => [],
    },
  });

const line = field.line({ title: 'Name', example: 'app' });
const quoted = (value: string) => sh`echo ${value}`;

describe('hostile text', () => {
  test('is harmless where the form bounds it and a command quotes it', () => {
    expect(hostileTextViolations(packageWith(line, quoted), [])).toEqual([]);
  });

  test.each<{ what: string; text: z.ZodType<string>; write: (value: string) => Command; says: RegExp }>([
    {
      ...{ what: 'that a command does not quote', text: line },
      write: (value) => new Command(`echo "${value}"`, 'echo'),
      says: /with "\$\(touch \/tmp\/canary\)": stands outside of single quotes/,
    },
    {
      ...{ what: 'that breaks a command', text: line },
      write: (value) => new Command(`echo '${value}'`, 'echo'),
      says: /Syntax error|unexpected/i,
    },
    {
      ...{
        what: 'of any length',
        text: z
          .string()
          .regex(/^[^\0]*$/, 'Name is not valid.')
          .meta({ title: 'Name' }),
      },
      ...{ write: quoted, says: /\(1000000\): is taken, and cannot be stored as it is/ },
    },
    {
      what: 'that the sentence repeats',
      text: z
        .string()
        .refine((value) => value.length < 9, { error: ({ input }) => `Name is not ${String(input)}.` })
        .meta({ title: 'Name' }),
      ...{ write: () => sh`true`, says: /\(1000000\): gets no sentence of at most 300 characters/ },
    },
  ])('$what is found', ({ text, write, says }) => {
    expect(hostileTextViolations(packageWith(text, write), []).join('\n')).toMatch(says);
  });
});
