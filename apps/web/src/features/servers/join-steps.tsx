import { Panel } from '../../components/panel';
import { Ring } from '../../components/ring';
import { Sign } from '../../components/sign';

const steps = [
  { label: 'Where it is and how to log in', hint: 'The login is sealed for the worker and used once.' },
  { label: 'Its fingerprint', hint: 'You compare it before anything is sent.' },
  {
    label: 'Joining',
    hint: 'The console installs a key made for this server alone, reads its facts and forgets your login.',
  },
  { label: 'Ready', hint: 'Install something on it.' },
];

/** What adding a server consists of, and where one is; `at` counts from 1. */
export function JoinSteps({ at, failed = false }: { at: number; failed?: boolean }) {
  return (
    <Panel>
      <ol className="timeline py-1.5" aria-label="Adding a server">
        {steps.map(({ label, hint }, index) => {
          const step = index + 1;
          const current = step === at;
          return (
            <li
              key={label}
              data-status={step < at ? 'done' : undefined}
              aria-current={current ? 'step' : undefined}
            >
              <span className="relative mt-0.5 h-4 bg-surface">
                {step < at && <Sign name="ok" tone="ok" />}
                {current && failed && <Sign name="failed" tone="bad" />}
                {current && !failed && <Ring percentage={(step / steps.length) * 100} />}
                {step > at && <Sign name="todo" tone="idle" />}
              </span>
              <span className={step > at ? 'text-ink-2' : 'font-medium'}>{label}</span>
              <p className="col-start-2 -col-end-1 text-xs text-ink-3">{hint}</p>
            </li>
          );
        })}
      </ol>
    </Panel>
  );
}
