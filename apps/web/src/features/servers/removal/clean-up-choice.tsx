'use client';

import type { ServerDetail } from '@milepost/api/views';
import { useId } from 'react';

import { Switch } from '../../../components/forms/switch';

export interface CleanUpChoiceProps {
  server: Pick<ServerDetail, 'id' | 'name'>;
  checked: boolean;
  onChange: (checked: boolean) => void;
}

/** Whether Milepost's key and files are removed from the server too; where they are not, how a person removes them. */
export function CleanUpChoice({ server: { id, name }, checked, onChange }: CleanUpChoiceProps) {
  const control = useId();
  return (
    <div className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 max-sm:py-1">
      <span className="mt-0.5">
        <Switch
          id={control}
          checked={checked}
          onCheckedChange={onChange}
          aria-describedby={`${control}-below`}
        />
      </span>
      <label htmlFor={control} className="font-medium">
        Also remove Milepost’s key and files from the server
      </label>
      <div id={`${control}-below`} className="col-start-2 text-xs text-pretty text-ink-3">
        {checked ? (
          <p>
            Milepost’s line in /root/.ssh/authorized_keys is removed, and what it keeps in /var/lib/milepost.
            Copies of original files stay where they are.
          </p>
        ) : (
          <>
            <p>
              The key stays in /root/.ssh/authorized_keys on {name}, and Milepost’s records in
              /var/lib/milepost; Milepost deletes the private key that belongs to it. To remove them by hand,
              run on the server:
            </p>
            <code className="mt-1 block rounded-sm bg-term px-2 py-1 wrap-anywhere text-ansi-fg inset-ring inset-ring-line">
              sed -i --follow-symlinks &apos;/ milepost-{id}$/d&apos; /root/.ssh/authorized_keys
              <br />
              rm -rf /var/lib/milepost /var/lib/milepost-files /run/milepost /run/milepost-apt-lists
            </code>
          </>
        )}
      </div>
    </div>
  );
}
