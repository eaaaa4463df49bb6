'use client';

import type { DecisionChoice } from '@milepost/api/views';
import { useState } from 'react';

import { Field } from '../../../components/forms/field';
import { Select } from '../../../components/forms/input';
import { DecisionDialog } from './decision-dialog';
import type { Decide } from './use-decide';

export interface RetryFromProps {
  choice: DecisionChoice;
  decide: Decide;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** Where to begin again, the nearest milestone first chosen, and the button. */
export function RetryFrom({ choice, decide, open, onOpenChange }: RetryFromProps) {
  const { milestones, consequence } = choice;
  const [chosen, setChosen] = useState(milestones.at(-1)?.n);
  if (chosen === undefined) return null;
  return (
    <DecisionDialog
      title="Retry from an earlier step"
      description={consequence}
      confirmLabel="Retry from this step"
      variant="primary"
      busy={decide.busy}
      open={open}
      onOpenChange={onOpenChange}
      onSubmit={() => {
        onOpenChange(false);
        decide.run({ action: 'retry_from', milestone: chosen });
      }}
    >
      <Field label="Step">
        {(control) => (
          <Select
            {...control}
            value={chosen}
            onChange={({ target }) => {
              setChosen(Number(target.value));
            }}
          >
            {milestones.map(({ n, label }) => (
              <option key={n} value={n}>
                {n} {label}
              </option>
            ))}
          </Select>
        )}
      </Field>
    </DecisionDialog>
  );
}
