/** What the console is given to draw of stacks and their runs: as views.ts. */

import type { StackStepStatus } from '@milepost/contract/stack';
import type { FormField, PlanPreview } from './package-views';
import type { OperationSummary } from './views';

export interface StackView {
  id: string;
  name: string;
  description: string;
  /** It comes with Milepost. */
  shipped: boolean;
  /** The e-mail address of who saved it; null where it is shipped. */
  createdBy: string | null;
  /** In the order in which they are installed. */
  packages: { id: string; title: string }[];
  /** Why it cannot be run; null where it can. */
  problem: string | null;
}

/** What a run asks before its preview. */
export interface StackForm {
  stack: StackView;
  steps: StackFormStep[];
}

export interface StackFormStep {
  /** From 1. */
  n: number;
  /** "PHP-FPM" */
  title: string;
  packageId: string;
  /** What is installed already on that server and would be changed. */
  installationId: string | null;
  fields: FormField[];
  /** A secret that is left out stays as it is. */
  keepsSecrets: boolean;
}

/** One step of the preview of a run; the stream yields each of them, and again as its check makes progress. */
export interface StackStepPreview {
  n: number;
  /** "Install nginx on web-1" */
  title: string;
  packageTitle: string;
  /** `skipped`: installed already with these settings. `later`: it depends on earlier steps, so it is compiled and checked when its turn comes. */
  is: 'skipped' | 'later' | 'checked';
  preview: PlanPreview;
}

export interface StackRunSummary {
  id: string;
  /** Of the stack, as it was called then. */
  name: string;
  server: { id: string; name: string };
  /** `waiting`: the current operation waits for a decision. */
  status: 'running' | 'waiting' | 'stopped' | 'completed' | 'ended';
  /** How far it is and what it waits for, in a sentence. */
  sentence: string;
  /** Of all steps, 0 to 100. */
  percentage: number;
  requestedBy: string;
  requestedAt: string;
  endedAt: string | null;
}

export interface StackRunView extends StackRunSummary {
  steps: StackRunStepView[];
  /** The step that the run stopped at; null where it runs or has ended. */
  stoppedAt: number | null;
  /** That step could not be submitted: it may be tried again. */
  canTryAgain: boolean;
  canContinue: boolean;
  canEnd: boolean;
}

export interface StackRunStepView {
  n: number;
  title: string;
  packageTitle: string;
  status: StackStepStatus;
  /** What it usually takes, in milliseconds: the width of its segment. */
  weight: number;
  operation: OperationSummary | null;
  /** Why its operation could not be submitted. */
  problem: string | null;
}
