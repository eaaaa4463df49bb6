import { Lock } from 'lucide-react';

import type { Tone } from '../../components/status/status-icon';
import { StatusIcon } from '../../components/status/status-icon';
import type { StatusIconName } from '../../components/status/status-icon-shapes';
import type { FieldHelp } from '../catalog/field-help';
import { PlanDiff } from './plan-diff';
import { PlanFinding, inOrder } from './plan-finding';
import { PlanPackages } from './plan-packages';
import { categoryOf } from './plan-tally';
import type { PlanStateView, PlanTally } from './plan-tally';

const icons: Record<keyof PlanTally, { name: StatusIconName; tone: Tone; word: string }> = {
  blocked: { name: 'blocked', tone: 'bad', word: 'Prevents this:' },
  alreadyTrue: { name: 'already', tone: 'ok', word: 'Already in place:' },
  willBeDone: { name: 'will', tone: 'run', word: 'Change:' },
  destructive: { name: 'destructive', tone: 'bad', word: 'Destructive:' },
  willBeChecked: { name: 'todo', tone: 'idle', word: 'Will be checked:' },
  unknown: { name: 'unknown', tone: 'idle', word: 'Not known yet:' },
};

/** One state of the plan: what must be true, what was found about it, and the commands that make it so. */
export function PlanState({ state, help }: { state: PlanStateView; help: FieldHelp }) {
  const category = categoryOf(state);
  const { word, ...icon } = icons[category];
  const findings = inOrder(state.findings);
  const blocker = category === 'blocked' ? findings.shift() : undefined;
  return (
    <li className="grid grid-cols-[14px_minmax(0,1fr)] gap-x-2 text-ink-2">
      {blocker === undefined ? (
        <>
          <StatusIcon {...icon} className="mt-[3px] size-3.5" />
          <span className={category === 'alreadyTrue' ? 'text-ink-3' : undefined}>
            <span className="sr-only">{word} </span>
            {state.label}
            {state.detail !== null && <span className="text-ink-3"> ({state.detail})</span>}
          </span>
        </>
      ) : (
        <>
          <span className="col-span-2">
            <PlanFinding finding={blocker} help={help} />
          </span>
          {!blocker.sentence.includes(state.label) && (
            <span className="col-start-2 text-xs text-ink-3">
              {state.role === 'change' ? state.label : `Required: ${state.label}`}
            </span>
          )}
        </>
      )}
      {state.destructive !== null && category !== 'alreadyTrue' && (
        <span className="col-start-2 font-medium text-bad-ink">
          {state.destructive}
          {state.losses.map((name) => (
            <code key={name} className="block font-normal wrap-anywhere">
              {name}
            </code>
          ))}
        </span>
      )}
      {findings.length > 0 && (
        <ul className="col-start-2 grid gap-0.5">
          {findings.map((finding) => (
            <li key={`${finding.kind} ${finding.sentence}`}>
              <PlanFinding finding={finding} help={help} />
            </li>
          ))}
        </ul>
      )}
      {(state.packages.length > 0 || state.diff !== null) && (
        <div className="col-start-2 mt-0.5 grid grid-cols-[minmax(0,1fr)] gap-1">
          <PlanPackages packages={state.packages} />
          <PlanDiff diff={state.diff} />
        </div>
      )}
      {state.shown !== '' && <Commands text={state.shown} />}
    </li>
  );
}

/** Commands as they will be run; ‹name› stands for a secret. */
function Commands({ text }: { text: string }) {
  return (
    <code className="col-start-2 mt-[3px] block rounded-sm bg-term px-2.5 py-[5px] leading-[1.125rem] wrap-anywhere whitespace-pre-wrap text-ansi-fg inset-ring inset-ring-line">
      {text.split('\n').map((line, index) => (
        <span key={index} className="block">
          {line.split(/(‹[^›\n]+›)/).map((part, at) =>
            /^‹.*›$/.test(part) ? (
              <span
                key={at}
                className="mx-px inline-flex h-[18px] items-center gap-[3px] rounded-xs bg-hover px-[5px] align-bottom text-ink-2 inset-ring inset-ring-line-strong"
              >
                <Lock aria-hidden className="size-[11px]" />
                {part.slice(1, -1)}
              </span>
            ) : (
              part
            ),
          )}
        </span>
      ))}
    </code>
  );
}
