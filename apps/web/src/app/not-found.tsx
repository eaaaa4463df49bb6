import Link from 'next/link';

import { Button } from '../components/forms/button';
import { EmptyState } from '../components/layout/empty-state';

export default function NotFound() {
  return (
    <main id="main" className="mx-auto max-w-[560px] pt-[14dvh]">
      <title>Not found · Milepost</title>
      <h1 className="sr-only">Not found</h1>
      <EmptyState
        title="This page does not exist"
        actions={
          <Button asChild variant="primary">
            <Link href="/">Back to overview</Link>
          </Button>
        }
      >
        Check the address.
      </EmptyState>
    </main>
  );
}
