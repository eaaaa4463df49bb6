'use client';

import { AlertDialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';

import { useShortcut } from '../keys/provider';
import { Button } from './button';
import { cn } from './cn';
import { floating, overlay } from './dialog';

export interface ConfirmDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  /** The consequence, in a sentence or two. */
  children: ReactNode;
  /** What the button does: "Cancel the operation". */
  action: string;
  /** What the other button does: "Keep it running". */
  keep: string;
  busy?: boolean;
  /** Under the consequence: a field. */
  more?: ReactNode;
  onConfirm: () => void;
}

/** Asks before something that cannot be taken back, and says what follows from it. */
export function ConfirmDialog({ open, onOpenChange, title, children, ...props }: ConfirmDialogProps) {
  // Also so that the page's own Ctrl-Enter is not pressed behind the dialog.
  useShortcut(
    'Mod+Enter',
    () => {
      if (props.busy !== true) props.onConfirm();
    },
    { enabled: open },
  );
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className={overlay} />
        <Radix.Content className={cn(floating, 'max-w-[460px] p-5')}>
          <Radix.Title className="text-lg tracking-tight">{title}</Radix.Title>
          <Radix.Description asChild>
            <div className="mt-1 text-pretty text-ink-2">{children}</div>
          </Radix.Description>
          {props.more !== undefined && <div className="mt-4">{props.more}</div>}
          <div className="mt-5 flex flex-wrap justify-end gap-2">
            <Radix.Cancel asChild>
              <Button>{props.keep}</Button>
            </Radix.Cancel>
            <Button
              look="danger"
              disabled={props.busy}
              onClick={() => {
                props.onConfirm();
              }}
            >
              {props.action}
            </Button>
          </div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
