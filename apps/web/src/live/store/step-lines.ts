import type { OperationPlan, OutputMark, PlanStep } from '@milepost/api/output-views';

import { formatPreciseDuration } from '../../time/format-time';

/** What a line is: `label` names a state, `command` is what ran for it, `result` and `failure` say how that ended. */
export type StepKind = 'label' | 'command' | 'result' | 'failure';

export interface StepLine {
  kind: StepKind;
  text: string;
}

type Phase = Extract<OutputMark, { kind: 'phase' }> & { offset: number };

/** Of a longer script the rest is in the plan. */
const MOST_SHOWN = 6;

/** Turns the marks of one command into lines: each state with what ran for it and its exit status. */
export class StepLines {
  private last: Phase | undefined;

  constructor(private readonly steps: readonly PlanStep[]) {}

  /** The lines of a mark that stands at `offset` bytes of the output. */
  next(mark: OutputMark, offset: number): StepLine[] {
    if (mark.kind === 'end') return this.end(mark, offset);
    const phase = { ...mark, offset };
    const lines = this.succeeded(phase);
    this.last = phase;
    if (mark.phase !== 'apply') return lines;
    return [
      ...lines,
      { kind: 'label', text: this.step(mark.state)?.action ?? this.label(mark.state) },
      ...commandLines(this.step(mark.state)?.apply),
    ];
  }

  private end(end: Extract<OutputMark, { kind: 'end' }>, offset: number): StepLine[] {
    const { outcome, state, phase, exitCode } = end;
    if (outcome === 'done') {
      if (this.last) return this.succeeded({ state: null, phase: null, uptime: null, offset });
      if (this.steps.length === 0) return [{ kind: 'result', text: 'Nothing to do.' }];
      return this.steps.map(({ label }) => inPlace(label));
    }
    if (outcome === 'failed' && state !== null && phase !== null) {
      const exit = `exit ${exitCode ?? '?'}`;
      if (phase === 'apply') return [{ kind: 'failure', text: exit }];
      if (phase === 'capture')
        return [{ kind: 'failure', text: `${exit} · backup before “${this.label(state)}” failed` }];
      if (phase === 'confirm')
        return [{ kind: 'failure', text: `“${this.label(state)}” was not confirmed over a new connection` }];
      const of = phase === 'verify' ? 'verification' : 'check';
      return [
        ...commandLines(this.step(state)?.[phase] ?? this.step(state)?.check),
        { kind: 'failure', text: `${exit} · ${of} of “${this.label(state)}” failed` },
      ];
    }
    if (outcome === 'paused' && state !== null)
      return [{ kind: 'result', text: `Paused before “${this.label(state)}”` }];
    const text = ENDED[outcome];
    return text === undefined ? [] : [{ kind: 'failure', text }];
  }

  /** What is known of the phase before, now that another begins or all is done. */
  private succeeded(next: {
    state: number | null;
    phase: string | null;
    uptime: number | null;
    offset: number;
  }): StepLine[] {
    const { last } = this;
    if (!last) return [];
    const took =
      next.uptime === null ? '' : ` · ${formatPreciseDuration((next.uptime - last.uptime) * 1000)}`;
    switch (last.phase) {
      case 'check':
        return next.state === last.state ? [] : [inPlace(this.label(last.state))];
      case 'apply':
        return [{ kind: 'result', text: `exit 0${took}` }];
      case 'verify':
        // Without output the state's exit status says it all; with it, what was printed while waiting is not the last word.
        return next.offset > last.offset ? [{ kind: 'result', text: `verified${took}` }] : [];
      case 'confirm':
        return [{ kind: 'result', text: `confirmed over a new connection${took}` }];
      case 'capture':
        return [];
    }
  }

  private step(state: number): PlanStep | undefined {
    return this.steps[state - 1];
  }

  private label(state: number): string {
    return this.step(state)?.label ?? `Step ${state}`;
  }
}

/** The steps that a command runs. */
export function stepsOf(
  plan: OperationPlan | null,
  { milestone, undo }: { milestone: number; undo: boolean },
): readonly PlanStep[] {
  return plan?.milestones[milestone - 1]?.[undo ? 'undo' : 'states'] ?? [];
}

const ENDED: Record<string, string> = {
  lost: 'The command was cut off on the server.',
  absent: 'The server has no record of this command.',
  refused: 'The server refused to start this command.',
  spool_full: 'The disk of the server is full.',
  unreached: 'The server could not be reached.',
};

const inPlace = (label: string): StepLine => ({ kind: 'result', text: `${label}: already in place` });

function commandLines(shown: string | null | undefined): StepLine[] {
  const lines = (shown ?? '').split('\n').filter((line) => line.trim() !== '');
  if (lines.length === 0) return [];
  const kept = lines.slice(0, lines.length > MOST_SHOWN ? MOST_SHOWN - 1 : MOST_SHOWN);
  const more = lines.length - kept.length;
  return [
    ...kept.map((line, index): StepLine => ({ kind: 'command', text: `${index === 0 ? '$' : ' '} ${line}` })),
    ...(more > 0 ? [{ kind: 'result', text: `  … ${more} more lines, in the plan` } as const] : []),
  ];
}
