'use client';

import { Copy, Eye, EyeOff, RefreshCw } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';

import { copyText } from '../../components/clipboard';
import type { FieldControl } from '../../components/forms/field';
import { IconButton } from '../../components/forms/icon-button';
import { Input } from '../../components/forms/input';
import { newSecret } from './new-secret';

export interface SecretInputProps {
  control: FieldControl;
  name: string;
  value: string;
  onChange: (value: string) => void;
  /** Offer to generate one of this length. */
  generate: { length: number } | null;
}

/** A secret: hidden until one asks, generated here in the browser, copied while it still can be. */
export function SecretInput({ control, name, value, onChange, generate }: SecretInputProps) {
  const [shown, setShown] = useState(false);
  return (
    <Input
      {...control}
      name={name}
      type={shown ? 'text' : 'password'}
      autoComplete="new-password"
      spellCheck={false}
      autoCapitalize="off"
      value={value}
      className={shown ? 'font-mono text-xs' : undefined}
      shellClassName="pr-1"
      onChange={(event) => {
        onChange(event.target.value);
      }}
      trail={
        <span className="flex">
          {value !== '' && (
            <IconButton
              size="sm"
              label="Copy"
              onClick={() => {
                void copyText(value).then((copied) =>
                  copied ? toast('Copied') : toast('Could not copy: the browser blocked it'),
                );
              }}
            >
              <Copy />
            </IconButton>
          )}
          {generate !== null && (
            <IconButton
              size="sm"
              label="Generate"
              onClick={() => {
                onChange(newSecret(generate.length));
                setShown(true);
              }}
            >
              <RefreshCw />
            </IconButton>
          )}
          <IconButton
            size="sm"
            label={shown ? 'Hide' : 'Show'}
            onClick={() => {
              setShown(!shown);
            }}
          >
            {shown ? <EyeOff /> : <Eye />}
          </IconButton>
        </span>
      }
    />
  );
}
