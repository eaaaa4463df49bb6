'use client';

import type { ServerSummary } from '@milepost/api/views';
import { Server } from 'lucide-react';

import { Field } from '../../components/forms/field';
import { Select } from '../../components/forms/input';
import { shortSystem } from '../servers/status';

export interface ServerChoiceProps {
  servers: ServerSummary[];
  value: string | null;
  onChange: (serverId: string) => void;
}

/** Where to install. What is not ready cannot be chosen, and says why. */
export function ServerChoice({ servers, value, onChange }: ServerChoiceProps) {
  const chosen = servers.find(({ id }) => id === value);
  return (
    <Field label="Server" hint={chosen === undefined ? undefined : queueLabel(chosen)}>
      {(control) => (
        <Select
          {...control}
          name="serverId"
          lead={<Server aria-hidden className="text-ink-3" />}
          value={value ?? ''}
          onChange={(event) => {
            onChange(event.target.value);
          }}
        >
          {value === null && <option value="">Choose a server</option>}
          {servers.map(({ id, name, system, status, unreachable }) => (
            <option key={id} value={id} disabled={status !== 'ready'}>
              {name}
              {status === 'ready' && system !== null && ` · ${shortSystem(system)}`}
              {status !== 'ready' && ' · not ready'}
              {unreachable !== null && ' · unreachable'}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}

function queueLabel({ queue, unreachable }: ServerSummary): string {
  if (unreachable !== null) return 'Unreachable. The operation would wait until the server responds.';
  if (queue.blocked !== null) return `Blocked: ${queue.blocked}`;
  if (queue.holder === null) return 'Idle. Starts immediately.';
  const behind = queue.waiting === 0 ? '' : ` and ${queue.waiting} more`;
  return `Busy. The operation would wait for ${queue.holder.title}${behind}.`;
}
