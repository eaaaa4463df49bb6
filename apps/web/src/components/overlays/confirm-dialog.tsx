'use client';

import { AlertDialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { useState } from 'react';

import { useShortcut } from '../../keys/provider';
import { Button } from '../forms/button';
import { cn } from '../cn';
import { floating, overlay } from './dialog';
import { Field } from '../forms/field';
import { Input } from '../forms/input';

export interface ConfirmDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  /** The consequence, in a sentence or two. */
  children: ReactNode;
  /** What the button does: "Cancel the operation". */
  confirmLabel: string;
  /** What the other button does: "Keep it running". */
  cancelLabel: string;
  busy?: boolean;
  /** Under the consequence: a field. */
  more?: ReactNode;
  /** For what deletes or removes something: a red button, and Ctrl-Enter does not press it. */
  destructive?: boolean;
  /** Has to be typed before the button can be pressed: a server's name. */
  typed?: string | undefined;
  onConfirm: () => void;
}

/** Asks before something that cannot be taken back, and says what follows from it. */
export function ConfirmDialog({ open, onOpenChange, ...props }: ConfirmDialogProps) {
  // Also so that the page's own Ctrl-Enter is not pressed behind the dialog.
  useShortcut(
    'Mod+Enter',
    () => {
      if (props.busy !== true && props.destructive !== true) props.onConfirm();
    },
    { enabled: open },
  );
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className={overlay} />
        <Radix.Content className={cn(floating, 'max-w-[460px] p-5')}>
          <Question {...props} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function Question(props: Omit<ConfirmDialogProps, 'open' | 'onOpenChange'>) {
  const { title, children, more, typed, destructive = false } = props;
  const [text, setText] = useState('');
  const disabled = props.busy === true || (typed !== undefined && text.trim() !== typed);
  const confirm = (): void => {
    if (!disabled) props.onConfirm();
  };
  return (
    <>
      <Radix.Title className="text-lg tracking-tight wrap-anywhere">{title}</Radix.Title>
      <Radix.Description asChild>
        <div className="mt-1 text-pretty text-ink-2">{children}</div>
      </Radix.Description>
      {more !== undefined && <div className="mt-4">{more}</div>}
      {typed !== undefined && (
        <div className="mt-4">
          <Field
            label={
              <>
                Type <span className="font-mono wrap-anywhere">{typed}</span> to confirm
              </>
            }
          >
            {(control) => (
              <Input
                {...control}
                value={text}
                autoComplete="off"
                autoCapitalize="off"
                spellCheck={false}
                onChange={({ target }) => {
                  setText(target.value);
                }}
                onKeyDown={({ key, ctrlKey, metaKey, nativeEvent }) => {
                  if (key === 'Enter' && !ctrlKey && !metaKey && !nativeEvent.isComposing) confirm();
                }}
              />
            )}
          </Field>
        </div>
      )}
      <div className="mt-5 flex flex-wrap justify-end gap-2">
        <Radix.Cancel asChild>
          <Button>{props.cancelLabel}</Button>
        </Radix.Cancel>
        <Button variant={destructive ? 'destructive' : 'danger'} disabled={disabled} onClick={confirm}>
          {props.confirmLabel}
        </Button>
      </div>
    </>
  );
}
