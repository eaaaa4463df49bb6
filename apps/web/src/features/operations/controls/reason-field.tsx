import { Field } from '../../../components/forms/field';
import { Input } from '../../../components/forms/input';

export interface ReasonFieldProps {
  value: string;
  onChange: (value: string) => void;
  hint?: string;
}

/** Why somebody does it, for the history; may stay empty. */
export function ReasonField({ value, onChange, hint }: ReasonFieldProps) {
  return (
    <Field label="Reason" aside="optional" hint={hint}>
      {(control) => (
        <Input
          {...control}
          maxLength={500}
          value={value}
          onChange={({ target }) => {
            onChange(target.value);
          }}
        />
      )}
    </Field>
  );
}

/** What was said, or null for nothing. */
export const trimmedReason = (value: string): string | null => value.trim() || null;
