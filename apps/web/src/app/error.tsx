'use client';

import { ErrorState } from '../components/layout/error-state';

export default function ErrorPage({ reset }: { error: Error; reset: () => void }) {
  return (
    <main id="main" className="mx-auto max-w-[560px] pt-[14dvh]">
      <h1 className="sr-only">Error</h1>
      <ErrorState title="Something went wrong on this page" onRetry={reset}>
        Operations on your servers are not affected. Reload, or go to another page.
      </ErrorState>
    </main>
  );
}
