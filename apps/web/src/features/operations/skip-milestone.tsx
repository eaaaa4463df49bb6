'use client';

import { SkipForward } from 'lucide-react';
import type { FormEvent, ReactNode } from 'react';
import { useRef, useState } from 'react';

import { Button } from '../../components/button';
import { Field } from '../../components/field';
import { Textarea } from '../../components/input';
import { SubmitButton } from '../../components/submit-button';
import { useShortcut } from '../../keys/provider';
import { choiceWords } from './decision-words';
import type { Decide } from './use-decide';

export interface SkipMilestoneProps {
  decide: Decide;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** The consequence. */
  children: ReactNode;
}

/** Skips what failed, for a reason that stays in the history. */
export function SkipMilestone({ decide, open, onOpenChange, children }: SkipMilestoneProps) {
  const form = useRef<HTMLFormElement>(null);
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  useShortcut('Mod+Enter', () => form.current?.requestSubmit(), { enabled: open });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const said = reason.trim();
    setMissing(said === '');
    if (said !== '') decide.run({ action: 'skip', reason: said });
  };
  return (
    <>
      <Button
        aria-expanded={open}
        aria-describedby="choice-skip"
        disabled={decide.busy}
        onClick={() => {
          onOpenChange(!open);
        }}
      >
        <SkipForward aria-hidden /> {choiceWords.skip}
      </Button>
      {children}
      {open && (
        <form
          ref={form}
          noValidate
          onSubmit={submit}
          className="col-span-full mt-1 grid w-full max-w-[520px] gap-2.5"
        >
          <Field
            label="Reason"
            hint="It stays in the history of this operation."
            error={missing ? 'Say why it may be skipped.' : undefined}
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
          <div className="flex flex-wrap gap-2">
            <SubmitButton disabled={decide.busy}>Skip it</SubmitButton>
            <Button
              look="ghost"
              onClick={() => {
                onOpenChange(false);
              }}
            >
              Do not skip
            </Button>
          </div>
        </form>
      )}
    </>
  );
}
