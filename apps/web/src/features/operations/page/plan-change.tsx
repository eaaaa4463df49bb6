'use client';

import { toProblem } from '../../../api/problem';
import { trpc } from '../../../api/trpc';
import { Skeleton } from '../../../components/layout/skeleton';

const WORDS = { added: 'Added', removed: 'Removed', changed: 'Changed' } as const;

/** The plan that was shown beside the one that would run now: only what differs. */
export function PlanChange({ operationId }: { operationId: string }) {
  const { data, error } = trpc.operations.planChange.useQuery({ operationId });
  if (data === undefined)
    return (
      <div className="border-t px-4 py-3">
        {error === null ? <Skeleton width="60%" /> : <p>{toProblem(error).message}</p>}
      </div>
    );
  return (
    <div className="border-t px-4 py-3">
      <h3 className="font-medium">What differs from the plan that was shown</h3>
      {data.differences.length === 0 && (
        <p className="mt-1 text-ink-2">
          The steps are the same; what is recorded of the installation differs.
        </p>
      )}
      <ul className="mt-1 grid gap-3">
        {data.differences.map(({ milestone, label, change, before, after }) => (
          <li key={`${milestone} ${label} ${change}`} className="min-w-0">
            <p>
              <span className="font-medium">{WORDS[change]}</span>: {label}
              <span className="text-ink-3"> ({milestone})</span>
            </p>
            {before === after && before !== null ? (
              <p className="text-ink-3">Its commands read the same, but their scripts differ.</p>
            ) : (
              <>
                {before !== null && <Commands sign="−" name="Before" text={before} />}
                {after !== null && <Commands sign="+" name="Now" text={after} />}
              </>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Commands({ sign, name, text }: { sign: string; name: string; text: string }) {
  return (
    <pre
      tabIndex={0}
      aria-label={name}
      className="mt-1 max-h-48 overflow-auto rounded-sm bg-sunken px-2.5 py-1.5 font-mono text-xs/5 wrap-anywhere whitespace-pre-wrap"
    >
      {text
        .split('\n')
        .map((line) => `${sign} ${line}`)
        .join('\n')}
    </pre>
  );
}
