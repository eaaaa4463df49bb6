'use client';

import type { DecisionChoice } from '@milepost/api/views';
import { Flag, Undo2 } from 'lucide-react';
import { useState } from 'react';

import { Button } from '../../components/button';
import { ConfirmDialog } from '../../components/confirm-dialog';
import { Field } from '../../components/field';
import { Input } from '../../components/input';
import { choiceWords } from './decision-words';
import type { Decide } from './use-decide';

const words = {
  roll_back: { title: 'Roll this operation back?', action: 'Roll it back', keep: 'Leave it as it is' },
  give_up: { title: 'Give this operation up?', action: 'Give it up', keep: 'Keep waiting' },
};

const icons = { roll_back: Undo2, give_up: Flag };

export interface ConfirmChoiceProps {
  action: keyof typeof words;
  choice: DecisionChoice;
  decide: Decide;
}

/** The choices that end the way forward ask once more, and take a reason for the history if one is given. */
export function ConfirmChoice({ action, choice, decide }: ConfirmChoiceProps) {
  const Icon = icons[action];
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState('');
  return (
    <>
      <Button
        look="danger"
        aria-describedby={`choice-${action}`}
        disabled={decide.busy}
        onClick={() => {
          setAsking(true);
        }}
      >
        <Icon aria-hidden /> {choiceWords[action]}
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        {...words[action]}
        busy={decide.busy}
        onConfirm={() => {
          setAsking(false);
          decide.run({ action, reason: reason.trim() === '' ? null : reason.trim() });
        }}
        more={
          <Field label="Reason" aside="optional">
            {(control) => (
              <Input
                {...control}
                maxLength={500}
                value={reason}
                onChange={({ target }) => {
                  setReason(target.value);
                }}
              />
            )}
          </Field>
        }
      >
        {choice.consequence}
      </ConfirmDialog>
    </>
  );
}
