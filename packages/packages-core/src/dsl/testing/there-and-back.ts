import { parseFileDiff } from '@milepost/contract/file-diff';
import { parseObservations } from '@milepost/contract/observation';
import { expect } from 'vitest';
import type { State } from '../state';
import { rollbackViolations } from '../conformance/package-violations';
import type { Shell } from './local-shell';
import { localShell } from './local-shell';
import { planViolations } from '../conformance/plan-violations';
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

/** What `observe` and `diff` print: they change nothing, all of it can be read, and no secret is in it. */
async function observed(state: State, { shell, secrets }: Observing) {
  const { observe, diff } = compiled(state);
  const run = async (command: typeof observe) => (command ? shell(command.script, {}) : undefined);
  const printed = [await run(observe), await run(diff)];
  const [lines, changes] = printed.map((result) => result?.output ?? '');
  const observations = parseObservations(lines ?? '');
  expect(printed.filter((result) => result && result.exitCode !== 0)).toEqual([]);
  expect(lines?.split('\n')).toHaveLength(observations.length + 1);
  expect(changes === '' || parseFileDiff(changes ?? '') !== null).toBe(true);
  for (const secret of Object.values(secrets)) expect(JSON.stringify(printed)).not.toContain(secret);
  return { observations, changes };
}

interface Observing {
  shell: Shell;
  secrets: Record<string, string>;
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
