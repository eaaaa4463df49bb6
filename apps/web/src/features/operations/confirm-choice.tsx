'use client';

import type { DecisionChoice } from '@milepost/api/views';
import { Flag, Undo2 } from 'lucide-react';
import { useId, useState } from 'react';

import { Button } from '../../components/button';
import { ConfirmDialog } from '../../components/confirm-dialog';
import { Switch } from '../../components/switch';
import { choiceWords } from './decision-words';
import { ReasonField, saidReason } from './reason-field';
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
  const [removeData, setRemoveData] = useState(false);
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
          const said = { reason: saidReason(reason) };
          decide.run(action === 'roll_back' ? { action, ...said, removeData } : { action, ...said });
        }}
        more={
          <div className="grid gap-4">
            {choice.data.length > 0 && (
              <RemoveData data={choice.data} checked={removeData} onChange={setRemoveData} />
            )}
            <ReasonField value={reason} onChange={setReason} />
          </div>
        }
      >
        {choice.consequence}
      </ConfirmDialog>
    </>
  );
}

interface RemoveDataProps {
  data: string[];
  checked: boolean;
  onChange: (checked: boolean) => void;
}

function RemoveData({ data, checked, onChange }: RemoveDataProps) {
  const id = useId();
  return (
    <div className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 max-sm:py-1">
      <span className="mt-0.5">
        <Switch id={id} checked={checked} onCheckedChange={onChange} aria-describedby={`${id}-below`} />
      </span>
      <label htmlFor={id} className="font-medium">
        Also remove its data
      </label>
      <p id={`${id}-below`} className="col-start-2 text-xs text-pretty text-ink-3">
        {data.join(', ')}: what was stored there since, for good. What was there before stays.
      </p>
    </div>
  );
}
