'use client';

import type { PlanChange as Change } from '@milepost/api/output-views';

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
      <h3 className="font-medium">What differs from what was shown</h3>
      <OnServer change={data} />
      <InPlan change={data} />
    </div>
  );
}

/** Versions and files that are not as the preview found them. */
function OnServer({ change: { packages, files, outOfSight } }: { change: Change }) {
  return (
    <>
      {packages.length > 0 && (
        <table className="mt-2 w-full text-left">
          <thead className="text-ink-3">
            <tr>
              <th className="py-1 pr-3 font-normal">Package</th>
              <th className="py-1 pr-3 font-normal">Shown</th>
              <th className="py-1 font-normal">Now</th>
            </tr>
          </thead>
          <tbody>
            {packages.map(({ name, before, now }) => (
              <tr key={name} className="border-t align-top">
                <td className="py-1 pr-3 font-medium wrap-anywhere">{name}</td>
                <td className="py-1 pr-3 font-mono text-xs/5 wrap-anywhere">{versionsOf(before)}</td>
                <td className="py-1 font-mono text-xs/5 wrap-anywhere">{versionsOf(now)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {files.length > 0 && <Paths title="Files that were changed since" paths={files} />}
      {outOfSight.length > 0 && (
        <Paths title="Data that is in use and would no longer be read" paths={outOfSight} />
      )}
    </>
  );
}

function Paths({ title, paths }: { title: string; paths: string[] }) {
  return (
    <>
      <p className="mt-2">{title}:</p>
      <ul>
        {paths.map((path) => (
          <li key={path}>
            <code className="text-xs/5 wrap-anywhere">{path}</code>
          </li>
        ))}
      </ul>
    </>
  );
}

function versionsOf(change: Change['packages'][number]['now']): string {
  if (change === null) return 'not changed';
  if (change.to === null) return `${change.from ?? ''} removed`;
  return change.from === null ? change.to : `${change.from} → ${change.to}`;
}

function InPlan({ change: { differences, packages, files, outOfSight } }: { change: Change }) {
  const others = packages.length + files.length + outOfSight.length;
  return (
    <>
      {differences.length + others === 0 && (
        <p className="mt-1 text-ink-2">
          The steps are the same; what is recorded of the installation differs.
        </p>
      )}
      <ul className="mt-1 grid gap-3">
        {differences.map(({ milestone, label, change, before, after }) => (
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
    </>
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
