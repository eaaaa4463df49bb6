'use client';

import { trpc } from '../../api/trpc';
import { PanelSection } from '../../components/panel';
import { Segmented } from '../../components/segmented';

/** What one is told by e-mail. */
export function MailPanel() {
  const utils = trpc.useUtils();
  const { data } = trpc.notifications.mail.useQuery();
  const { mutate } = trpc.notifications.setMail.useMutation({
    onSuccess: (next) => {
      utils.notifications.mail.setData(undefined, next);
    },
  });
  return (
    <PanelSection id="mail" title="E-mail me when">
      <div className="grid gap-3 px-4 py-3">
        <Segmented
          label="E-mail me when"
          value={data?.wish ?? 'never'}
          onChange={(wish) => {
            mutate({ wish });
          }}
          options={[
            { value: 'never', label: 'Never' },
            { value: 'mine', label: 'Mine needs me' },
            { value: 'any', label: 'Any' },
          ]}
        />
        <p className="text-pretty text-ink-2">{data === undefined ? '' : wishWords[data.wish]}</p>
        {data?.from === null && (
          <p className="text-pretty text-ink-2">
            This console has no mail server: nothing is sent before MILEPOST_SMTP_URL is set for the worker.
          </p>
        )}
        {data !== undefined && data.problem !== null && (
          <p className="text-pretty text-bad-ink">{data.problem}</p>
        )}
      </div>
    </PanelSection>
  );
}

const wishWords = {
  never: 'You get no e-mail.',
  mine: 'You get an e-mail when an operation that you asked for needs a decision, fails or is interrupted.',
  any: 'You get an e-mail when any operation needs a decision, is interrupted or ends.',
};
