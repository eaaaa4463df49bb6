'use client';

import { Banner } from '../../components/banner';
import { Button } from '../../components/button';
import { Sign } from '../../components/sign';
import { useLiveState } from '../../live/use-live-state';

/** Says that the stream is lost; the page stays usable meanwhile. */
export function LiveBanner() {
  const { state, retryNow } = useLiveState();
  if (state.kind !== 'polling') return null;
  return (
    <Banner
      look="warn"
      className="mb-4"
      sign={<Sign name="warn" tone="warn" />}
      action={
        <Button size="sm" onClick={retryNow}>
          Try now
        </Button>
      }
    >
      {state.answered
        ? 'Live updates unavailable. Refreshing every 1.5 s until the stream is back; the operations themselves are not affected.'
        : 'Live updates unavailable: the console does not answer. What is shown may be old; the operations themselves are not affected.'}
    </Banner>
  );
}
