import { fieldProblemMessage } from '@milepost/contract/messages/errors/validation-errors';
import { describe, expect, test } from 'vitest';
import { compile } from '../compile';
import type { Json } from '../facts/fact';
import type { PackageDefinition, PackageInput } from '../package/definition';
import { defaultInput } from '../form/default-input';
import { parseInput } from '../input';
import { references } from '../conformance/sample-installations';
import type { Related } from '../conformance/sample-installations';
import { factsOf } from '../conformance/samples';

/** One row: arguments and facts → what is done, as people are shown it, by the milestone's label. */
export interface PlanRow {
  name: string;
  /** `install`, `update`, `uninstall` … */
  kind: string;
  /** What a form sends: the package's input for an install, else the operation's options. */
  input: Record<string, unknown>;
  /** The input that the installation has, as a form sends it. Of an install: it is a change of that one. Of another operation: the defaults, when left out. */
  installed?: Record<string, unknown>;
  /** What the server answers, by name; what an empty output means, when left out. */
  facts?: Readonly<Record<string, Json>>;
  /** Every system that the package supports, when left out: they must then all give the same. */
  system?: string;
  plan: Record<string, readonly string[]>;
}

/**
 * A test a row: the milestones of the compiled plan, in order, with the commands that would be carried out. `related`: what the installation lives
 * in, and what its form chooses.
 */
export function testPlans(
  definition: PackageDefinition,
  rows: readonly PlanRow[],
  related: Related = {},
): void {
  describe.each(rows)('$name', ({ kind, input, installed, facts, system, plan }) => {
    test.each(system ? [system] : definition.supports)('on %s', (on) => {
      const parsed = parsedOrThrow(definition, input, kind);
      const settings =
        kind === 'install'
          ? parsed
          : installed
            ? parsedOrThrow(definition, installed, 'install')
            : defaultInput(definition);
      const { milestones } = compile({
        ...{ definition, operation: kind, input: settings, server: factsOf(on) },
        ...{ options: kind === 'install' ? {} : parsed, ...(facts && { facts, discovered: {} }) },
        ...references(related),
        ...(kind === 'install' &&
          installed && {
            installed: { input: parsedOrThrow(definition, installed, 'install'), version: null },
          }),
      });
      const displayed = milestones.map(({ label, states }) => [
        label,
        states.map(({ apply }) => apply.display),
      ]);
      // As lists: an object would hide the order.
      expect(displayed).toEqual(Object.entries(plan));
    });
  });
}

function parsedOrThrow(definition: PackageDefinition, raw: unknown, operation: string): PackageInput {
  const parsed = parseInput(definition, raw, operation);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  return parsed.input;
}

/** One row: what somebody sent → the sentence at each field. */
export interface RefusalRow {
  kind?: string;
  input: unknown;
  messages: Record<string, string>;
}

/** A test a row: input that must be refused, and how. */
export function testRefusals(definition: PackageDefinition, rows: readonly RefusalRow[]): void {
  test.each(rows)('$kind input $input is refused', ({ kind, input, messages }) => {
    const parsed = parseInput(definition, input, kind);
    expect(
      parsed.ok
        ? parsed
        : Object.fromEntries(parsed.issues.map(({ path, problem }) => [path, fieldProblemMessage(problem)])),
    ).toEqual(messages);
  });
}
