'use client';

import type { DecisionChoice } from '@milepost/api/views';
import { decisionDialogLabels, removeDataNote } from '@milepost/contract/messages/decisions';
import { useId, useState } from 'react';

import { ConfirmDialog } from '../../../components/overlays/confirm-dialog';
import { Switch } from '../../../components/forms/switch';
import { ReasonField, trimmedReason } from './reason-field';
import type { Decide } from './use-decide';

export interface ConfirmChoiceProps {
  action: keyof typeof decisionDialogLabels;
  choice: DecisionChoice;
  decide: Decide;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** The choices that end the way forward ask once more, and take a reason for the history if one is given. */
export function ConfirmChoice({ action, choice, decide, open, onOpenChange }: ConfirmChoiceProps) {
  const [reason, setReason] = useState('');
  const [removeData, setRemoveData] = useState(false);
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      {...decisionDialogLabels[action]}
      busy={decide.busy}
      onConfirm={() => {
        onOpenChange(false);
        const given = { reason: trimmedReason(reason) };
        decide.run(action === 'roll_back' ? { action, ...given, removeData } : { action, ...given });
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
        {removeDataNote(data)}
      </p>
    </div>
  );
}
