import { describe, expect, test } from 'vitest';
import { findPackage } from '../dsl/catalog';
import { schemaOf } from '../dsl/form/schema';
import { defaultInput } from '../dsl/form/default-input';
import { parseInput } from '../dsl/input';
import { askedFields } from './asked-fields';
import { offeredStacks, SHIPPED_STACKS } from './shipped';

describe('the shipped stacks', () => {
  test('are five, each with an id and a name of its own', () => {
    expect(SHIPPED_STACKS).toHaveLength(5);
    expect(new Set(SHIPPED_STACKS.map(({ id }) => id)).size).toBe(5);
    expect(new Set(SHIPPED_STACKS.map(({ name }) => name)).size).toBe(5);
  });

  test('are all offered: the catalog has their packages', () => {
    expect(offeredStacks()).toEqual(SHIPPED_STACKS);
  });

  const steps = SHIPPED_STACKS.flatMap(({ id, steps: all }) =>
    all.map((step, index) => ({ stack: id, n: index + 1, step, all })),
  );

  test.each(steps)('$stack, step $n: its input is complete with what a run asks for', ({ n, step, all }) => {
    const definition = findPackage(step.packageId)!;
    const asked = askedFields(definition, step.input);
    const answers = Object.fromEntries(
      asked.map(({ name, type, min, example }) => [
        name,
        type === 'secret' ? 'p'.repeat(Math.max(min ?? 1, 20)) : (example ?? defaultInput(definition)[name]),
      ]),
    );
    expect(parseInput(definition, { ...step.input, ...answers })).toMatchObject({ ok: true });
    expect(asked.filter(({ type, name }) => type === 'secret' && name in step.input)).toEqual([]);
    expect(Object.keys(schemaOf(definition, 'install').shape)).toEqual(
      expect.arrayContaining(Object.keys(step.input)),
    );
    if (definition.within === null) expect(step.parent).toBeUndefined();
    else {
      expect(step.parent).toBeLessThan(n);
      expect(all[(step.parent ?? 0) - 1]?.packageId).toBe(definition.within.id);
    }
  });
});

describe('what a run asks for', () => {
  test('is each secret, and what is required and left open', () => {
    const names = (id: string, input: Record<string, unknown>) =>
      askedFields(findPackage(id)!, input).map(({ name }) => name);
    expect(names('redis', {})).toEqual(['password']);
    expect(names('php_fpm', {})).toEqual(['version']);
    expect(names('php_fpm', { version: '8.4' })).toEqual([]);
    expect(names('nginx', {})).toEqual([]);
  });
});
