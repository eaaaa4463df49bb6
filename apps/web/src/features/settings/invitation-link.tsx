'use client';

import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';

import { Button } from '../../components/forms/button';
import { copyText } from '../../components/clipboard';
import { formatExpiry } from './format-expiry';

const COPIED_MS = 2_000;

interface Invited {
  link: string;
  email: string;
  expiresAt: string;
}

/** A new invitation's link, whole, with a button that copies it. */
export function InvitationLink({ invited: { link, email, expiresAt } }: { invited: Invited }) {
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle');
  useEffect(() => {
    if (state !== 'copied') return;
    const timer = setTimeout(() => {
      setState('idle');
    }, COPIED_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [state]);
  return (
    <section aria-label="Invitation link" className="grid gap-2 rounded-md border bg-hover p-3">
      <p className="wrap-anywhere">
        Link for <b className="font-semibold">{email}</b>. Send it to them; only this address can join with
        it.
      </p>
      <code
        data-testid="invitation-link"
        className="block rounded-sm border bg-surface p-2 wrap-anywhere select-all"
      >
        {link}
      </code>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <Button
          type="button"
          onClick={() => {
            void copyText(link).then((copied) => {
              setState(copied ? 'copied' : 'failed');
            });
          }}
        >
          {state === 'copied' ? <Check aria-hidden /> : <Copy aria-hidden />}
          {state === 'copied' ? 'Copied' : 'Copy link'}
        </Button>
        <span role="status" className="text-xs text-pretty text-ink-2">
          {state === 'failed'
            ? 'Could not copy: select the link and copy it.'
            : `Works once, until ${formatExpiry(expiresAt)}. It is not shown again.`}
        </span>
      </div>
    </section>
  );
}
