'use client';

import type { OperationDetail } from '@milepost/api/views';

import { Banner } from '../../components/banner';
import { Sign } from '../../components/sign';
import { useNow } from '../../time/use-now';
import { noticeSentence } from './notice-words';

/** Whatever is unusual right now: waits, lost links, cancelling. */
export function OperationBanner({ operation }: { operation: OperationDetail }) {
  const now = useNow();
  const { status, interrupted, server, progress, milestones } = operation;
  if (interrupted) {
    return (
      <Banner look="warn" className="mb-5" sign={<Sign name="unknown" tone="warn" />}>
        The workflow was terminated under this operation. Nothing new is started on {server.name}.
      </Banner>
    );
  }
  if (status === 'cancelling') {
    const current = milestones.find((milestone) => milestone.status === 'running');
    return (
      <Banner look="plain" className="mb-5" sign={<Sign name="cancelled" tone="idle" />}>
        Cancelling: {current === undefined ? 'what runs' : current.label} is being stopped on {server.name},
        and it is proven that nothing is left running.
      </Banner>
    );
  }
  const { notice } = progress;
  if (notice === null) return null;
  const lost = notice.kind === 'reconnecting';
  return (
    <Banner
      look={lost ? 'bad' : notice.kind === 'lane' ? 'plain' : 'warn'}
      className="mb-5"
      sign={
        <Sign
          name={lost ? 'off' : notice.kind === 'lane' ? 'queued' : 'waiting'}
          tone={lost ? 'bad' : 'idle'}
        />
      }
    >
      {noticeSentence(notice, server.name, now)}
    </Banner>
  );
}
