'use client';

import type { ServerSummary } from '@milepost/api/views';
import { Server } from 'lucide-react';

import { Field } from '../../components/field';
import { Select } from '../../components/input';
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
    <Field label="Server" hint={chosen === undefined ? undefined : laneWords(chosen)}>
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
          {servers.map(({ id, name, system, status }) => (
            <option key={id} value={id} disabled={status !== 'ready'}>
              {name}
              {status === 'ready' ? (system === null ? '' : ` · ${shortSystem(system)}`) : ' · not ready'}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}

function laneWords({ lane }: ServerSummary): string {
  if (lane.blocked !== null) return `Blocked: ${lane.blocked}`;
  if (lane.holder === null) return 'Free: it would start at once.';
  const behind = lane.waiting === 0 ? '' : ` and ${lane.waiting} more`;
  return `Busy: it would wait for ${lane.holder.title}${behind}.`;
}
