import { parseObservations } from '@milepost/contract/observation';
import { expect } from 'vitest';
import type { State } from '../state';
import { rollbackViolations } from './conformance';
import type { Shell } from './local-shell';
import { localShell } from './local-shell';
import { planViolations } from './plan-violations';
import { compiled, compiledTrial, runState } from './run-state';

export interface Journey {
  /** A shell in which an undo finds what was captured. One of this machine when left out. */
  shell?: (captured: string) => Shell | Promise<Shell>;
  secrets?: Record<string, string>;
  /** Looks at what was brought about, before it is undone. */
  between?: () => Promise<void>;
  /** What the undo prints; nothing when left out. */
  says?: string;
}

/** What is wrong with a state as data: its commands, sentences and rollback. */
export function stateViolations(state: State | State[], secrets: readonly string[] = []): string[] {
  return [...planViolations(compiledTrial(state), secrets), ...[state].flat().flatMap(rollbackViolations)];
}

/** What a state observes: nothing is changed by that, all of it can be read, and no secret is in it. Nothing where it observes nothing. */
async function observed(
  state: State,
  { shell, secrets }: Required<Pick<Journey, 'secrets'>> & { shell: Shell },
) {
  const { observe } = compiled(state);
  if (!observe) return [];
  const { exitCode, output } = await shell(observe.script, {});
  const observations = parseObservations(output);
  expect({ exitCode, lines: output.split('\n').length - 1 }).toEqual({
    exitCode: 0,
    lines: observations.length,
  });
  for (const secret of Object.values(secrets)) expect(output).not.toContain(secret);
  return observations;
}

/** Brings a state about, finds it true, applies it again, and undoes it twice: then it is false again. */
export async function expectThereAndBack(
  state: State,
  { shell = (captured) => localShell({ captured }), secrets = {}, between, says = '' }: Journey = {},
): Promise<void> {
  expect(stateViolations(state, Object.keys(secrets))).toEqual([]);
  const here = runState(state, { shell: await shell(''), secrets });
  expect(await here.check()).toBe(1);
  const observing = { shell: await shell(''), secrets };
  const before = await observed(state, observing);
  expect(await observed(state, observing)).toEqual(before);
  expect(await here.check()).toBe(1);
  const captured = await here.capture();
  for (let times = 0; times < 2; times++) {
    expect(await here.apply()).toMatchObject({ exitCode: 0 });
    expect(await here.verify()).toBe(0);
    expect(await here.check()).toBe(0);
  }
  await between?.();
  const back = runState(state, { shell: await shell(captured), secrets });
  for (let times = 0; times < 2; times++) {
    const { exitCode, output } = await back.undo();
    expect({ exitCode, output }).toEqual({
      exitCode: 0,
      output: times === 0 ? says : (expect.any(String) as string),
    });
    expect(await back.check()).toBe(1);
  }
}
