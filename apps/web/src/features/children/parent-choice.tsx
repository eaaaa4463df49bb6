import type { ParentView } from '@milepost/api/installation-views';

import { Field } from '../../components/forms/field';
import { Select } from '../../components/forms/input';

export interface ParentChoiceProps {
  /** "PostgreSQL" */
  label: string;
  parents: ParentView[];
  value: string | null;
  onChange: (installationId: string) => void;
}

/** What it will live in, on which server. What is not ready cannot be chosen, and says so. */
export function ParentChoice({ label, parents, value, onChange }: ParentChoiceProps) {
  const unreachable = parents.find(({ id }) => id === value)?.server.unreachable ?? null;
  return (
    <Field
      label={label}
      hint={
        unreachable === null ? undefined : 'Unreachable. The operation would wait until the server responds.'
      }
    >
      {(control) => (
        <Select
          {...control}
          name="parentId"
          value={value ?? ''}
          onChange={(event) => {
            onChange(event.target.value);
          }}
        >
          {value === null && <option value="">Choose…</option>}
          {parents.map(({ id, title, server, ready }) => (
            <option key={id} value={id} disabled={!ready}>
              {title} · {server.name}
              {!ready && ' · not ready'}
              {server.unreachable !== null && ' · unreachable'}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}
