'use client';

import { ErrorState } from '../components/error-state';

export default function ErrorPage({ reset }: { error: Error; reset: () => void }) {
  return (
    <main id="main" className="mx-auto max-w-[560px] pt-[14dvh]">
      <h1 className="sr-only">Error</h1>
      <ErrorState title="This page broke" onRetry={reset}>
        That is a mistake of ours. Operations on the servers go on; other pages still work.
      </ErrorState>
    </main>
  );
}
