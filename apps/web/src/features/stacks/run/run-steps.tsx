import type { StackRunStepView } from '@milepost/api/stack-views';
import Link from 'next/link';

import { PanelSection } from '../../../components/layout/panel';
import { StatusIcon } from '../../../components/status/status-icon';
import { OperationStatus } from '../../operations/page/operation-status';
import { ProgressBar } from '../../operations/progress/progress-bar';
import { stepStyle } from '../run-status';

/** Each step, with its operation where there is one. */
export function RunSteps({ steps }: { steps: StackRunStepView[] }) {
  return (
    <PanelSection id="steps" title="Steps" note={steps.length}>
      <ol>
        {steps.map((step) => (
          <RunStep key={step.n} step={step} />
        ))}
      </ol>
    </PanelSection>
  );
}

function RunStep({ step: { n, title, status, operation, problem } }: { step: StackRunStepView }) {
  const { icon, tone, word } = stepStyle(status);
  return (
    <li className="grid grid-cols-[20px_minmax(0,1fr)_minmax(0,280px)_170px] items-center gap-x-3 gap-y-1 border-b px-4 py-2.5 last:border-b-0 max-sm:grid-cols-[20px_minmax(0,1fr)]">
      <span className="text-center text-xs text-ink-3">{n}</span>
      <span className="min-w-0">
        {operation === null ? (
          <span className={status === 'waiting' ? 'text-ink-2' : 'font-medium'}>{title}</span>
        ) : (
          <Link className="link font-medium wrap-anywhere" href={`/operations/${operation.id}`}>
            {operation.title}
          </Link>
        )}
        {problem !== null && <span className="block text-xs wrap-anywhere text-bad-ink">{problem}</span>}
        {operation !== null && operation.conclusion !== null && operation.status !== 'completed' && (
          <span className="block text-xs wrap-anywhere text-ink-2">{operation.conclusion}</span>
        )}
      </span>
      <span className="max-sm:col-start-2">
        {operation !== null && <ProgressBar progress={operation.progress} />}
      </span>
      <span className="max-sm:col-start-2">
        {operation === null ? (
          <span className="inline-flex items-center gap-[7px] align-middle whitespace-nowrap">
            <StatusIcon name={icon} tone={tone} />
            {word}
          </span>
        ) : (
          <OperationStatus operation={operation} />
        )}
      </span>
    </li>
  );
}
