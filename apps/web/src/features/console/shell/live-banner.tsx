'use client';

import { Banner } from '../../../components/layout/banner';
import { Button } from '../../../components/forms/button';
import { StatusIcon } from '../../../components/status/status-icon';
import { useLiveState } from '../../../live/use-live-state';

/** Says that the stream is lost; the page stays usable meanwhile. */
export function LiveBanner() {
  const { state, retryNow } = useLiveState();
  if (state.kind !== 'polling') return null;
  return (
    <Banner
      variant="warn"
      className="mb-4"
      icon={<StatusIcon name="warn" tone="warn" />}
      action={
        <Button size="sm" onClick={retryNow}>
          Try now
        </Button>
      }
    >
      {state.answered
        ? 'Live updates unavailable. Refreshing every 1.5 s until the stream is back; operations are not affected.'
        : 'Live updates unavailable: the console is not responding. This page may be out of date; operations are not affected.'}
    </Banner>
  );
}
