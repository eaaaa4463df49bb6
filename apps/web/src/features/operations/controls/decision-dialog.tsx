'use client';

import type { FormEvent, ReactNode } from 'react';
import { useRef } from 'react';

import { Button } from '../../../components/forms/button';
import { Dialog } from '../../../components/overlays/dialog';
import { SubmitButton } from '../../../components/forms/submit-button';
import { useShortcut } from '../../../keys/provider';

export interface DecisionDialogProps {
  title: string;
  /** What follows from it. */
  description: string;
  /** What the button does: "Skip it". */
  confirmLabel: string;
  variant?: 'primary';
  busy: boolean;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onSubmit: () => void;
  children: ReactNode;
}

/** A decision that asks for one more thing first. The field is its child; Ctrl-Enter presses the button. */
export function DecisionDialog(props: DecisionDialogProps) {
  const { title, description, confirmLabel, variant, busy, open, onOpenChange, onSubmit, children } = props;
  const form = useRef<HTMLFormElement>(null);
  useShortcut('Mod+Enter', () => form.current?.requestSubmit(), { enabled: open });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={title}
      description={description}
      className="max-w-[460px]"
    >
      <form ref={form} noValidate onSubmit={submit}>
        {children}
        <div className="mt-5 flex flex-wrap justify-end gap-2">
          <Button
            onClick={() => {
              onOpenChange(false);
            }}
          >
            Cancel
          </Button>
          <SubmitButton {...(variant && { variant })} disabled={busy}>
            {confirmLabel}
          </SubmitButton>
        </div>
      </form>
    </Dialog>
  );
}
