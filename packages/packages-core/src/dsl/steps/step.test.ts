import { describe, expect, test } from 'vitest';
import { sh } from '../sh';
import type { State } from '../state';
import { flatSteps, step } from './step';

const state: State = {
  ...{ id: 'one', label: 'One holds', check: sh`true`, apply: sh`:` },
  ...{ noUndoReason: 'It is one.', idempotent: true },
};

describe('a step', () => {
  test.each([
    [step.installSoftware('Redis', state), 'install_software', 'Install Redis', 'Installing Redis'],
    [step.checkSystem(state), 'check_system', 'Check the system', 'Checking the system'],
    [step.configure('nginx', state), 'configure_service', 'Configure nginx', 'Configuring nginx'],
    [
      step.configure('nginx', state).as('pool', 'the pool'),
      ...['configure_pool', 'Configure the pool', 'Configuring the pool'],
    ],
    [step.startService('nginx', state).as('again'), 'start_again', 'Start nginx', 'Starting nginx'],
    [
      step.verify(state).as('pool', 'the pool'),
      ...['verify_pool', 'Verify installation: the pool', 'Verifying installation: the pool'],
    ],
  ])('%# has an ID and two labels by its constructor', (...[made, id, does, doing]) => {
    expect(made).toMatchObject({ id, text: { id, does, doing }, states: [state] });
  });

  test('leaves out what is false, null or undefined', () => {
    expect(step.apply('it', false, null, undefined, '', [state, false], [null]).states).toEqual([state]);
  });

  test('is left out where it has nothing to do', () => {
    const steps = [step.apply('a', state), [step.apply('b'), null, [step.apply('c', state)]], false] as const;
    expect(flatSteps(steps).map(({ text }) => text.does)).toEqual(['Apply a', 'Apply c']);
  });

  test('has an ID that no other constructor has', () => {
    const made = Object.values(step).map(
      (make) => (make as (...of: unknown[]) => { id: string })('x', state).id,
    );
    expect(new Set(made).size).toBe(made.length);
  });
});
