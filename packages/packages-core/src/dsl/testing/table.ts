import { fieldProblemMessage } from '@milepost/contract/messages/errors/validation-errors';
import { describe, expect, test } from 'vitest';
import type { OperationKind } from '@milepost/contract/operation-kinds';
import { compile } from '../compile';
import type { PackageDefinition } from '../define-package';
import { parseInput } from '../input';
import { factsOf } from './samples';

/** One row: arguments and facts → what is done, as people are shown it, by the milestone's label. */
export interface PlanRow {
  name: string;
  kind: OperationKind;
  input: Record<string, unknown>;
  /** Every system that the package supports, when left out: they must then all give the same. */
  system?: string;
  plan: Record<string, readonly string[]>;
}

/** A test a row: the milestones of the compiled plan, in order, with the commands that would be carried out. */
export function testPlans(definition: PackageDefinition, rows: readonly PlanRow[]): void {
  describe.each(rows)('$name', ({ kind, input, system, plan }) => {
    test.each(system ? [system] : definition.supports)('on %s', (on) => {
      const parsed = parseInput(definition, input, kind === 'uninstall' ? 'uninstall' : 'install');
      if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
      const { milestones } = compile({ definition, kind, input: parsed.input, facts: factsOf(on) });
      const displayed = milestones.map(({ label, states }) => [
        label,
        states.map(({ apply }) => apply.display),
      ]);
      // As lists: an object would hide the order.
      expect(displayed).toEqual(Object.entries(plan));
    });
  });
}

/** One row: what somebody sent → the sentence at each field. */
export interface RefusalRow {
  kind?: 'install' | 'uninstall';
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
