'use client';

import type { FormEvent } from 'react';
import { useRef } from 'react';
import { toast } from 'sonner';

import { toProblem } from '../../api/problem';
import { trpc } from '../../api/trpc';
import { Banner } from '../../components/layout/banner';
import { Field } from '../../components/forms/field';
import { Input } from '../../components/forms/input';
import { StatusIcon } from '../../components/status/status-icon';
import { SubmitButton } from '../../components/forms/submit-button';
import { useFieldErrors } from '../../components/forms/use-field-errors';
import { textOf } from '../session/text-of';

/** Current and new password; Password managers recognize the account by `email`. */
export function ChangePassword({ email }: { email: string }) {
  const form = useRef<HTMLFormElement>(null);
  const errors = useFieldErrors(form);
  const change = trpc.account.changePassword.useMutation({
    onSuccess: () => {
      form.current?.reset();
      toast.success('Password changed. All other sessions have ended.');
    },
    onError: (error) => {
      errors.show(toProblem(error));
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    errors.clear();
    change.mutate({
      currentPassword: textOf(data, 'currentPassword'),
      newPassword: textOf(data, 'newPassword'),
    });
  };
  return (
    <form ref={form} id="password" className="grid gap-3" noValidate onSubmit={submit}>
      {errors.general !== null && (
        <Banner variant="bad" icon={<StatusIcon name="failed" tone="bad" />}>
          {errors.general}
        </Banner>
      )}
      <input type="text" value={email} autoComplete="username" readOnly hidden />
      <Field label="Current password" error={errors.of('currentPassword')}>
        {(control) => (
          <Input
            {...control}
            name="currentPassword"
            type="password"
            required
            autoComplete="current-password"
          />
        )}
      </Field>
      <Field
        label="New password"
        hint="At least 12 characters. You stay signed in here; all your other sessions end."
        error={errors.of('newPassword')}
      >
        {(control) => (
          <Input {...control} name="newPassword" type="password" required autoComplete="new-password" />
        )}
      </Field>
      <SubmitButton disabled={change.isPending} className="justify-self-start">
        Change password
      </SubmitButton>
    </form>
  );
}
