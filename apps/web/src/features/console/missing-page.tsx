import Link from 'next/link';

import { Button } from '../../components/forms/button';
import { EmptyState } from '../../components/layout/empty-state';
import { Panel } from '../../components/layout/panel';
import type { Crumb } from './shell/header';
import { ConsolePage } from './page';

export interface MissingPageProps {
  /** What is not there: "This server does not exist or was removed". */
  title: string;
  /** What to do instead. */
  hint?: string;
  /** Where the others are: "All servers". */
  others: { label: string; href: string };
  above?: Crumb[];
}

/** Instead of a page whose subject is not there, or not any more. */
export function MissingPage({ title, hint, others, above = [] }: MissingPageProps) {
  return (
    <ConsolePage title="Not found" above={above}>
      {above.length > 0 && <h1 className="sr-only">Not found</h1>}
      <Panel>
        <EmptyState
          title={title}
          actions={
            <Button asChild variant="primary">
              <Link href={others.href}>{others.label}</Link>
            </Button>
          }
        >
          {hint ?? 'Check the address, or look for it in the list.'}
        </EmptyState>
      </Panel>
    </ConsolePage>
  );
}
