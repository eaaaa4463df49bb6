'use client';

import type { Overview } from '@milepost/api/views';
import Link from 'next/link';

import { Button } from '../../components/button';
import { Panel } from '../../components/panel';
import { Section } from '../../components/section';
import { Sign } from '../../components/sign';
import { Ago } from '../../time/ticking';

/** Trouble comes first. */
export function Attention({ items }: { items: Overview['attention'] }) {
  if (items.length === 0) return null;
  return (
    <Section id="attention" title="Needs attention" note={items.length}>
      <Panel>
        <ul>
          {items.map((item) => (
            <li
              key={`${item.kind}-${item.id}`}
              className="grid grid-cols-[16px_minmax(0,1fr)_auto] items-center gap-x-3 gap-y-0.5 border-b py-3 pr-3 pl-4 last:border-b-0 hover:bg-hover max-sm:grid-cols-[16px_minmax(0,1fr)] max-sm:pr-4"
            >
              <Sign
                name={item.kind === 'operation' ? 'failed' : 'warn'}
                tone={item.kind === 'operation' ? 'bad' : 'warn'}
                className="mt-[3px] self-start"
              />
              <div className="min-w-0">
                <h3 className="text-base font-medium">{item.title}</h3>
                <p className="reading text-ink-2">{item.sentence}</p>
                <p className="mt-0.5 text-xs text-ink-3">
                  <Ago at={item.at} />
                </p>
              </div>
              <div className="max-sm:col-start-2 max-sm:mt-2">
                <Button asChild size="sm">
                  <Link href={item.kind === 'operation' ? `/operations/${item.id}` : `/servers/${item.id}`}>
                    Look<span className="sr-only"> at {item.title}</span>
                  </Link>
                </Button>
              </div>
            </li>
          ))}
        </ul>
      </Panel>
    </Section>
  );
}
