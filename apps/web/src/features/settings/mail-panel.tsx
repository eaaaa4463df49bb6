'use client';

import { trpc } from '../../api/trpc';
import { PanelSection } from '../../components/layout/panel';
import { Segmented } from '../../components/forms/segmented';

/** Which notifications a person gets by email. */
export function MailPanel() {
  const utils = trpc.useUtils();
  const { data } = trpc.notifications.mail.useQuery();
  const { data: viewer } = trpc.session.me.useQuery();
  const { mutate } = trpc.notifications.setEmailPreference.useMutation({
    onSuccess: (next) => {
      utils.notifications.mail.setData(undefined, next);
    },
  });
  return (
    <PanelSection id="mail" title="Email notifications">
      <div className="grid gap-3 px-4 py-3">
        <Segmented
          label="Email notifications"
          value={data?.preference ?? 'never'}
          onChange={(preference) => {
            mutate({ preference });
          }}
          options={[
            { value: 'never', label: 'Never' },
            { value: 'mine', label: 'My operations' },
            { value: 'any', label: 'All operations' },
          ]}
        />
        <p className="text-pretty text-ink-2">
          {data === undefined ? '' : preferenceLabels[data.preference]}
        </p>
        {data?.from === null && (
          <p className="text-pretty text-ink-2">
            Email is not configured.{' '}
            {viewer?.role === 'owner'
              ? 'Set MILEPOST_SMTP_URL for the worker.'
              : 'Ask an owner to set it up.'}
          </p>
        )}
        {data !== undefined && data.problem !== null && (
          <p className="text-pretty text-bad-ink">{data.problem}</p>
        )}
      </div>
    </PanelSection>
  );
}

const preferenceLabels = {
  never: 'You get no email.',
  mine: 'You get an email when an operation that you started needs a decision, fails or is interrupted.',
  any: 'You get an email when any operation needs a decision, is interrupted or ends.',
};
