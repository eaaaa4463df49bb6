'use client';

import type { OperationDetail } from '@milepost/api/views';
import Link from 'next/link';

import { trpc } from '../../api/trpc';
import { Facts } from '../../components/facts';
import { Moment } from '../../time/ticking';
import { rangeWords } from '../../time/words';

/** Who, where, what, how long: the small print of an operation. */
export function OperationFacts({ operation }: { operation: OperationDetail }) {
  const { server, requestedBy, requestedAt, usually, workflow, planHash, input } = operation;
  const settings = Object.entries(input);
  return (
    <Facts
      label="Details"
      items={[
        {
          name: 'Server',
          value: (
            <Link className="link" href={`/servers/${server.id}`}>
              {server.name}
            </Link>
          ),
        },
        { name: 'Asked by', value: requestedBy, hint: <Moment at={requestedAt} /> },
        {
          name: 'Usually takes',
          value: usually === null ? 'not known yet' : rangeWords(usually.from, usually.to),
          hint:
            usually === null ? 'no earlier runs' : `${usually.runs} ${usually.runs === 1 ? 'run' : 'runs'}`,
        },
        { name: 'Plan', value: <code>{planHash.slice(0, 8)}</code>, hint: 'what was previewed' },
        {
          name: 'Workflow',
          value: <code className="block truncate">{workflow.id}</code>,
          hint:
            workflow.url === null ? undefined : (
              <a className="link" href={workflow.url} target="_blank" rel="noreferrer">
                Open in Temporal
              </a>
            ),
        },
        {
          name: 'Settings',
          value: settings.length === 0 ? 'none' : <Settings of={operation} />,
        },
      ]}
    />
  );
}

/** What was asked for, by the titles of the package's form; a secret comes masked from the API. */
function Settings({ of: { package: asked, kind, input } }: { of: OperationDetail }) {
  const { data } = trpc.catalogue.get.useQuery({ packageId: asked.id });
  const form = data?.[kind === 'uninstall' ? 'uninstall' : 'install'].form ?? [];
  const titleOf = (name: string): string => form.find((field) => field.name === name)?.title ?? name;
  return (
    <span className="grid gap-0.5 font-normal">
      {Object.entries(input).map(([name, value]) => (
        <span key={name} className="truncate" title={settingWords(value)}>
          <span className="text-ink-3">{titleOf(name)}</span> {settingWords(value)}
        </span>
      ))}
    </span>
  );
}

function settingWords(value: unknown): string {
  if (typeof value === 'string') return value === '' ? 'empty' : value;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return JSON.stringify(value);
}
