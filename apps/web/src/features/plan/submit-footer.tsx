'use client';

import type { PlanPreview } from '@milepost/api/package-views';
import { useId } from 'react';

import { Button } from '../../components/forms/button';
import { Kbd } from '../../components/kbd';
import { formatDurationRange } from '../../time/format-time';
import { blockersOf, planSentence } from './plan-tally';

export interface SubmitFooterProps {
  preview: PlanPreview | undefined;
  /** "Install Redis on queue-1" */
  submitLabel: string;
  disabled: boolean;
  busy: boolean;
  /** It removes or deletes something: red, and asked about before. */
  dangerous: boolean;
  /** Why it cannot be pressed yet, in a sentence. */
  blocked: string | null;
  /** People with read-only access see that instead of the button. */
  isReadOnly: boolean;
  onSubmit: () => void;
}

/** The one button, with what pressing it means. */
export function SubmitFooter({
  preview,
  submitLabel,
  disabled,
  busy,
  isReadOnly,
  ...props
}: SubmitFooterProps) {
  const { dangerous, blocked, onSubmit } = props;
  const reason = useId();
  const typicalDuration = preview?.typicalDuration ?? null;
  return (
    <div className="flex items-center gap-4 border-t px-4 py-3 max-sm:flex-col max-sm:items-stretch max-sm:gap-2.5">
      <p className="flex-1 text-pretty text-ink-2">
        {typicalDuration !== null && (
          <>
            Usually takes {formatDurationRange(typicalDuration.from, typicalDuration.to)} on this kind of
            system.{' '}
          </>
        )}
        <span id={reason} className="text-xs text-ink-3">
          {isReadOnly
            ? 'You have read-only access. Ask an owner for the operator role.'
            : meaning(preview, blocked)}
        </span>
      </p>
      {!isReadOnly && (
        <Button
          variant={dangerous ? 'destructive' : 'primary'}
          disabled={disabled || busy}
          aria-describedby={reason}
          aria-keyshortcuts={dangerous ? undefined : 'Control+Enter'}
          onClick={onSubmit}
        >
          {busy ? 'Submitting…' : submitLabel} {!dangerous && <Kbd className="max-sm:hidden">Ctrl Enter</Kbd>}
        </Button>
      )}
    </div>
  );
}

/** What pressing it means, or why it cannot be pressed yet; '' where the plan says so itself. */
function meaning(preview: PlanPreview | undefined, blocked: string | null): string {
  if (preview === undefined) return blocked ?? '';
  const [first, ...others] = blockersOf(preview);
  if (first !== undefined)
    return others.length === 0 ? first.sentence : `${first.sentence} (and ${others.length} more)`;
  return preview.possible ? (blocked ?? planSentence(preview)) : '';
}
