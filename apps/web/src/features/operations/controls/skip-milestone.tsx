'use client';

import { useState } from 'react';

import { Field } from '../../../components/forms/field';
import { Textarea } from '../../../components/forms/input';
import { DecisionDialog } from './decision-dialog';
import type { Decide } from './use-decide';

export interface SkipMilestoneProps {
  /** "Starting nginx" */
  label: string;
  consequence: string;
  decide: Decide;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** Skips what failed, for a reason that is kept in the history. */
export function SkipMilestone({ label, consequence, decide, open, onOpenChange }: SkipMilestoneProps) {
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const submit = (): void => {
    const trimmed = reason.trim();
    setMissing(trimmed === '');
    if (trimmed === '') return;
    onOpenChange(false);
    decide.run({ action: 'skip', reason: trimmed });
  };
  return (
    <DecisionDialog
      title={`Skip “${label}”?`}
      description={consequence}
      confirmLabel="Skip"
      busy={decide.busy}
      open={open}
      onOpenChange={onOpenChange}
      onSubmit={submit}
    >
      <Field
        label="Reason"
        hint="Kept in the history of this operation."
        error={missing ? 'Enter a reason.' : undefined}
      >
        {(control) => (
          <Textarea
            {...control}
            autoFocus
            required
            rows={2}
            maxLength={500}
            value={reason}
            onChange={({ target }) => {
              setReason(target.value);
            }}
          />
        )}
      </Field>
    </DecisionDialog>
  );
}
