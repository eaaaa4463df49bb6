'use client';

import type { EventView } from '@milepost/api/views';
import { useState } from 'react';

import { Button } from '../../../components/forms/button';
import { PanelSection } from '../../../components/layout/panel';
import { Clock } from '../../../time/ticking';
import { Person } from '../../session/person';

const FIRST = 16;

/** What happened, newest first. `version` changes when `events` has grown in place. */
export function EventList({ events, version }: { events: EventView[]; version: number }) {
  const [all, setAll] = useState(false);
  const newest = newestFirst(events, all ? Infinity : FIRST);
  return (
    <PanelSection id="events" title="Events" note={events.length} data-version={version}>
      <ol className="py-1">
        {newest.map((event) => (
          <li
            key={event.n}
            className="grid grid-cols-[16px_58px_minmax(0,1fr)] gap-x-2.5 px-4 py-1 text-xs text-ink-2"
          >
            <span className="text-right text-ink-3">{event.n}</span>
            <Clock at={event.at} className="font-mono text-ink-3" />
            <span className="wrap-anywhere">
              {event.sentence}
              {event.by !== null && (
                <span className="block text-ink-3">
                  <Person email={event.by} />
                </span>
              )}
            </span>
          </li>
        ))}
      </ol>
      {events.length > newest.length && (
        <div className="border-t px-4 py-2">
          <Button
            size="sm"
            variant="ghost"
            onClick={() => {
              setAll(true);
            }}
          >
            {events.length - newest.length} earlier
          </Button>
        </div>
      )}
    </PanelSection>
  );
}

function newestFirst(events: EventView[], most: number): EventView[] {
  return events.slice(-most).reverse();
}
