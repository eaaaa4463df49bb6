'use client';

import type { StackView } from '@milepost/api/stack-views';
import Link from 'next/link';

import { Button } from '../../components/forms/button';
import { Person } from '../session/person';
import { RequireOperator } from '../session/require-operator';
import { useCanOperate } from '../session/use-can-operate';
import { RemoveStack } from './remove-stack';

export interface StackCardProps {
  stack: StackView;
  /** The server one came from, already chosen. */
  server: string | null;
}

/** One stack: what it installs, and the way to run it. */
export function StackCard({ stack, server }: StackCardProps) {
  const { id, name, description, packages, problem, createdBy } = stack;
  const allowed = useCanOperate();
  const search = server === null ? '' : `?server=${encodeURIComponent(server)}`;
  return (
    <li className="flex flex-col rounded-lg border bg-surface p-4">
      <h3 className="text-base wrap-anywhere">{name}</h3>
      {description !== '' && <p className="mt-1 text-pretty wrap-anywhere text-ink-2">{description}</p>}
      <ol
        aria-label={`Packages of ${name}`}
        className="mt-3 mb-4 flex flex-1 flex-wrap content-start gap-1.5"
      >
        {packages.map((pkg, index) => (
          <li key={index} className="rounded-sm bg-hover px-1.5 py-0.5 text-xs text-ink-2">
            {pkg.title}
          </li>
        ))}
      </ol>
      {problem !== null && <p className="mb-3 text-xs text-bad-ink">{problem}</p>}
      <div className="flex items-center gap-2 border-t pt-3">
        {createdBy !== null && (
          <span className="min-w-0 truncate text-xs text-ink-3">
            saved by <Person email={createdBy} />
          </span>
        )}
        <span className="ml-auto flex gap-2">
          {createdBy !== null && (
            <RequireOperator>
              <RemoveStack stack={stack} />
            </RequireOperator>
          )}
          {problem === null && allowed && (
            <Button asChild size="sm">
              <Link href={`/stacks/${id}/run${search}`} aria-label={`Run ${name}…`}>
                Run…
              </Link>
            </Button>
          )}
        </span>
      </div>
    </li>
  );
}
