import Link from 'next/link';

import { Button } from '../components/button';
import { EmptyState } from '../components/empty-state';

export default function NotFound() {
  return (
    <main id="main" className="mx-auto max-w-[560px] pt-[14dvh]">
      <title>Not found · Milepost</title>
      <h1 className="sr-only">Not found</h1>
      <EmptyState
        title="There is no such page"
        actions={
          <Button asChild look="primary">
            <Link href="/">To the overview</Link>
          </Button>
        }
      >
        It may have been removed, or the address is mistyped.
      </EmptyState>
    </main>
  );
}
