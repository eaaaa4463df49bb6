/** A package of a stack, with what it is installed with. */
export interface StackStep {
  packageId: string;
  /** Without secrets: a run gets new ones. */
  input: Record<string, unknown>;
  /** The step, from 1, that makes what it lives in; left out where it lives in nothing. */
  parent?: number;
  /** Fields that choose an installation: the step, from 1, that makes it. */
  chosen?: Record<string, number>;
}

export type StackSteps = StackStep[];

/** The plan of a step that depends on what earlier steps do: nobody can have seen it, and a worker accepts what it compiles. */
export const UNSEEN_PLAN = 'unseen';

export type StackRunStatus = 'running' | 'stopped' | 'completed' | 'ended';

export type StackStepStatus =
  'waiting' | 'submitted' | 'completed' | 'skipped' | 'failed' | 'canceled' | 'rejected';
