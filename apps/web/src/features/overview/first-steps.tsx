import Link from 'next/link';

import { Button } from '../../components/forms/button';
import { EmptyState } from '../../components/layout/empty-state';
import { Panel } from '../../components/layout/panel';
import { RequireOperator } from '../session/require-operator';

/** The very first visit. */
export function FirstSteps({ servers }: { servers: number }) {
  return (
    <Panel>
      {servers === 0 ? (
        <EmptyState
          title="Start with a server"
          actions={
            <RequireOperator>
              <Button asChild variant="primary">
                <Link href="/servers/new">Add server</Link>
              </Button>
            </RequireOperator>
          }
        >
          Any Debian or Ubuntu machine that is reachable over SSH. Then install a package and watch every step
          here.
        </EmptyState>
      ) : (
        <EmptyState
          title="No operations yet"
          actions={
            <>
              <Button asChild variant="primary">
                <Link href="/catalog">Browse catalog</Link>
              </Button>
              <Button asChild>
                <Link href="/servers">View servers</Link>
              </Button>
            </>
          }
        >
          Install a package to watch it live here. Past operations, success rate and durations will follow.
        </EmptyState>
      )}
    </Panel>
  );
}
