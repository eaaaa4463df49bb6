import Link from 'next/link';

import { Button } from '../../components/button';
import { EmptyState } from '../../components/empty-state';
import { Panel } from '../../components/panel';
import { ForChangers } from '../session/for-changers';

/** The very first visit. */
export function FirstSteps({ servers }: { servers: number }) {
  return (
    <Panel>
      {servers === 0 ? (
        <EmptyState
          title="Start with a server"
          actions={
            <ForChangers>
              <Button asChild look="primary">
                <Link href="/servers/new">Add server</Link>
              </Button>
            </ForChangers>
          }
        >
          Any Debian or Ubuntu machine that you reach over SSH. Then install something on it and watch every
          step here.
        </EmptyState>
      ) : (
        <EmptyState
          title="Nothing has run yet"
          actions={
            <>
              <Button asChild look="primary">
                <Link href="/catalogue">Look at the catalogue</Link>
              </Button>
              <Button asChild>
                <Link href="/servers">See the servers</Link>
              </Button>
            </>
          }
        >
          Install something, and its steps show up here live. What ended, how often it worked and how long it
          took follow below.
        </EmptyState>
      )}
    </Panel>
  );
}
