import { Panel } from '../../../components/layout/panel';
import { ProgressRing } from '../../../components/status/progress-ring';
import { StatusIcon } from '../../../components/status/status-icon';

const steps = [
  { label: 'Address and login', hint: 'The login is encrypted for the worker and used once.' },
  { label: 'Fingerprint', hint: 'You compare it before anything is sent.' },
  {
    label: 'Joining',
    hint: 'Milepost installs a key made for this server alone, reads system facts and deletes your login.',
  },
  { label: 'Ready', hint: 'Install a package on it.' },
];

/** What adding a server consists of, and where one is; `at` counts from 1. */
export function EnrollmentSteps({ currentStep, failed = false }: { currentStep: number; failed?: boolean }) {
  return (
    <Panel>
      <ol className="timeline py-1.5" aria-label="Adding a server">
        {steps.map(({ label, hint }, index) => {
          const step = index + 1;
          const isCurrent = step === currentStep;
          return (
            <li
              key={label}
              data-status={step < currentStep ? 'done' : undefined}
              aria-current={isCurrent ? 'step' : undefined}
            >
              <span className="relative mt-0.5 h-4 bg-surface">
                {step < currentStep && <StatusIcon name="ok" tone="ok" />}
                {isCurrent && failed && <StatusIcon name="failed" tone="bad" />}
                {isCurrent && !failed && <ProgressRing percentage={(step / steps.length) * 100} />}
                {step > currentStep && <StatusIcon name="todo" tone="idle" />}
              </span>
              <span className={step > currentStep ? 'text-ink-2' : 'font-medium'}>{label}</span>
              <p className="col-start-2 -col-end-1 text-xs text-ink-3">{hint}</p>
            </li>
          );
        })}
      </ol>
    </Panel>
  );
}
