import { randomUUID } from 'node:crypto';
import type { Plan, PlannedMilestone } from '@milepost/contract/plan';
import { expect } from 'vitest';
import type { ConfirmChange } from '../../engine/confirm-changes';
import type { CommandState } from '../../engine/host';
import { SshHarness } from '../../ssh/testing/ssh-harness';
import type { ServerAccess } from '../../ssh/testing/ssh-harness';
import { stateCommands } from '../plan/commands';
import { completeScript, libraryTexts } from '../plan/stored-libraries';
import { undoSteps } from '../plan/undo-steps';
import type { State } from '../state';
import { commandStates } from './command-states';
import { compiledTrial } from './run-state';
import { stateViolations } from './there-and-back';

export interface Trial {
  secrets?: Record<string, string>;
  /** Looks at what was brought about, before it is undone. */
  between?: () => Promise<void>;
  /** Which of the states are false before, and after the undo; all when left out. By their place, from 0. */
  undone?: readonly number[];
}

/** A real server on which states are tried under the supervisor, as the worker does it. */
export class StateHarness {
  readonly #ssh: SshHarness;

  constructor(access: ServerAccess) {
    this.#ssh = new SshHarness(access);
  }

  /** Brings states about, one after the other. Throws at the first that fails, with all that was printed. */
  async bringAbout(
    states: State | State[],
    secrets: Record<string, string> = {},
  ): Promise<{ applied: number; output: string }> {
    return this.#run(compiledTrial(states), { operation: randomUUID(), key: 'trial.first' }, secrets);
  }

  /**
   * Brings states about, finds them true, and undoes them twice, the last one first: then they are false again, as they were before.
   */
  async expectThereAndBack(
    states: State | State[],
    { secrets = {}, between, undone }: Trial = {},
  ): Promise<void> {
    expect(stateViolations(states, Object.keys(secrets))).toEqual([]);
    const plan = compiledTrial(states);
    const operation = randomUUID();
    const count = [states].flat().length;
    const expected = Array.from({ length: count }, (_, i) => ((undone?.includes(i) ?? true) ? 1 : 0));
    await this.#run(plan, { operation, key: 'trial.first' }, secrets);
    expect(await this.checks(plan, secrets)).toEqual(expected.map(() => 0));
    expect((await this.#run(plan, { operation, key: 'trial.second' }, secrets)).applied).toBe(0);
    await between?.();
    for (const key of ['trial.undo', 'trial.undo_again']) {
      await this.#run(plan, { operation, key }, secrets);
      expect(await this.checks(plan, secrets)).toEqual(expected);
    }
  }

  /** The exit code of each state's check. */
  async checks(states: Plan | State | State[], secrets: Record<string, string> = {}): Promise<number[]> {
    const plan = 'milestones' in states ? states : compiledTrial(states);
    const codes: number[] = [];
    for (const { check } of plan.milestones.flatMap((milestone) => milestone.states)) {
      if (!check) continue;
      const host = await this.#ssh.host();
      codes.push(
        (await host.read(completeScript(plan.libraries, check), { secrets, timeoutSeconds: 60 })).exitCode,
      );
    }
    return codes;
  }

  /** What a script prints, both streams, trimmed. */
  async run(script: string, timeoutSeconds = 300): Promise<string> {
    const host = await this.#ssh.host();
    const { stdout } = await host.read(`{ ${script}\n} 2>&1`, { timeoutSeconds });
    return stdout.trim();
  }

  end(): void {
    this.#ssh.end();
  }

  async #run(
    plan: Plan,
    { operation, key }: { operation: string; key: string },
    secrets: Record<string, string>,
  ) {
    // What has to be true before stands in a milestone of its own.
    const milestone = plan.milestones.at(-1);
    if (!milestone) throw new Error('A trial has a milestone.');
    const spool = await this.#ssh.spool();
    const states = key.includes('undo') ? undoStates(milestone) : commandStates(milestone);
    const confirm: ConfirmChange = async (command, guarded) =>
      (await this.#ssh.host()).confirm(command, guarded);
    const libraries = libraryTexts(plan.libraries, milestone.states.flatMap(stateCommands));
    const done = await this.#ssh.run(
      { operation, key, fence: 1, spool, libraries, states },
      { secrets, confirm },
    );
    const output = done.output.toString();
    if (done.answer.kind !== 'done') throw new Error(`${key}: ${JSON.stringify(done.answer)}\n${output}`);
    return { applied: done.answer.applied, output };
  }
}

function undoStates(milestone: PlannedMilestone): CommandState[] {
  const steps = undoSteps(milestone).filter(({ captureIndex }) => captureIndex !== null);
  return steps.map(({ command, captureIndex }) => ({
    ...{ check: null, verify: null, capture: null, idempotent: true },
    apply: `[ -e "$MP_CAPTURE_FILE" ] || exit 0\n${command.script}`,
    ...(captureIndex !== null && { captureIndex }),
  }));
}
