'use client';

import type { Overview } from '@milepost/api/overview-views';
import type { OperationSummary } from '@milepost/api/views';
import Link from 'next/link';

import { Button } from '../../components/forms/button';
import { Panel } from '../../components/layout/panel';
import { Section } from '../../components/layout/section';
import { StatusIcon } from '../../components/status/status-icon';
import { Ago } from '../../time/ticking';
import { OperationIcon } from '../operations/page/operation-status';
import { QuickAction } from '../operations/list/quick-action';
import { useCanOperate } from '../session/use-can-operate';

type Item = Overview['attention'][number];

/** Trouble comes first. */
export function Attention({ items, active }: Pick<Overview, 'active'> & { items: Overview['attention'] }) {
  if (items.length === 0) return null;
  const operationOf = ({ id }: Item): OperationSummary | undefined => active.find((each) => each.id === id);
  return (
    <Section id="attention" title="Needs attention" note={items.length}>
      <Panel>
        <ul>
          {items.map((item) => (
            <li
              key={`${item.kind}-${item.id}`}
              className="grid grid-cols-[16px_minmax(0,1fr)_auto] items-center gap-x-3 gap-y-0.5 border-b py-3 pr-3 pl-4 last:border-b-0 hover:bg-hover max-sm:grid-cols-[16px_minmax(0,1fr)] max-sm:pr-4"
            >
              <ItemIcon item={item} operation={operationOf(item)} />
              <div className="min-w-0">
                <h3 className="text-base font-medium">{item.title}</h3>
                <p className="reading text-ink-2">{item.sentence}</p>
                <p className="mt-0.5 text-xs text-ink-3">
                  <Ago at={item.at} />
                </p>
              </div>
              <div className="max-sm:col-start-2 max-sm:mt-2">
                <ItemAction item={item} operation={operationOf(item)} />
              </div>
            </li>
          ))}
        </ul>
      </Panel>
    </Section>
  );
}

function waitsForPerson({ status, interrupted }: OperationSummary): boolean {
  return interrupted || status === 'awaiting_decision' || status === 'paused';
}

interface ItemProps {
  item: Item;
  /** The operation it is about, while that is open. */
  operation: OperationSummary | undefined;
}

function ItemIcon({ item, operation }: ItemProps) {
  const className = 'mt-[3px] self-start';
  if (operation !== undefined) return <OperationIcon operation={operation} className={className} />;
  return item.kind === 'operation' ? (
    <StatusIcon name="failed" tone="bad" className={className} />
  ) : (
    <StatusIcon name="warn" tone="warn" className={className} />
  );
}

function ItemAction({ item, operation }: ItemProps) {
  const allowed = useCanOperate();
  const { kind, id, title } = item;
  if (allowed && operation !== undefined && waitsForPerson(operation))
    return <QuickAction operation={operation} />;
  return (
    <Button asChild size="sm">
      <Link href={`/${kind}s/${id}`}>
        View<span className="sr-only"> {title}</span>
      </Link>
    </Button>
  );
}
