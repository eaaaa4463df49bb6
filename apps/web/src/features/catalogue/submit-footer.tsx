'use client';

import type { PlanPreview } from '@milepost/api/package-views';

import { Button } from '../../components/button';
import { Kbd } from '../../components/kbd';
import { rangeWords } from '../../time/words';
import { planSentence, tallyOf } from './plan-tally';

export interface SubmitFooterProps {
  preview: PlanPreview | undefined;
  /** "Install Redis on queue-1" */
  action: string;
  disabled: boolean;
  busy: boolean;
  /** Who may only look is told so instead of getting the button. */
  looksOnly: boolean;
  onSubmit: () => void;
}

/** The one button, with what pressing it means. */
export function SubmitFooter({ preview, action, disabled, busy, looksOnly, onSubmit }: SubmitFooterProps) {
  const usually = preview?.usually ?? null;
  return (
    <div className="flex items-center gap-4 border-t px-4 py-3 max-sm:flex-col max-sm:items-stretch max-sm:gap-2.5">
      <p className="flex-1 text-pretty text-ink-2">
        {usually !== null && (
          <>Usually takes {rangeWords(usually.from, usually.to)} on this kind of system. </>
        )}
        <span className="text-xs text-ink-3">
          {looksOnly
            ? 'Your role may look, not change: ask the owner for it.'
            : preview === undefined || !preview.possible
              ? ''
              : planSentence(tallyOf(preview))}
        </span>
      </p>
      {!looksOnly && (
        <Button
          look="primary"
          disabled={disabled || busy}
          aria-keyshortcuts="Control+Enter"
          onClick={onSubmit}
        >
          {busy ? 'Asking…' : action} <Kbd className="max-sm:hidden">Ctrl Enter</Kbd>
        </Button>
      )}
    </div>
  );
}
