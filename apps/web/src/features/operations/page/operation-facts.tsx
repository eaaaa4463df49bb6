'use client';

import { settingText } from '@milepost/api/setting-text';
import type { OperationDetail } from '@milepost/api/views';
import Link from 'next/link';

import { trpc } from '../../../api/trpc';
import { Facts } from '../../../components/layout/facts';
import { Moment } from '../../../time/ticking';
import { formatDurationRange } from '../../../time/format-time';
import { installationPage } from '../../installations/links';
import { Person } from '../../session/person';
import { PlanDialog } from './plan-dialog';

/** Who, where, what, how long: the small print of an operation. */
export function OperationFacts({ operation }: { operation: OperationDetail }) {
  const { server, requestedBy, requestedAt, typicalDuration, workflow, input } = operation;
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
          ...(server.removed && { hint: 'removed' }),
        },
        { name: 'Started by', value: <Person email={requestedBy} />, hint: <Moment at={requestedAt} /> },
        {
          name: 'Usually takes',
          value:
            typicalDuration === null
              ? 'not known yet'
              : formatDurationRange(typicalDuration.from, typicalDuration.to),
          hint:
            typicalDuration === null ? 'after 5 runs that changed something' : `${typicalDuration.runs} runs`,
        },
        { name: 'Plan', value: <PlanDialog operation={operation} />, hint: 'as submitted' },
        {
          name: 'Workflow',
          value:
            workflow.id === null ? 'not started yet' : <code className="block truncate">{workflow.id}</code>,
          hint:
            workflow.url === null ? undefined : (
              <a className="link" href={workflow.url} target="_blank" rel="noreferrer">
                Open in Temporal
              </a>
            ),
        },
        {
          name: 'Settings',
          value: settings.length === 0 ? 'none' : <Settings operation={operation} />,
        },
      ]}
    />
  );
}

/** What was asked for, by the titles of the package's form; a secret comes masked from the API. */
function Settings({ operation: { package: pkg, kind, input } }: { operation: OperationDetail }) {
  const { data } = trpc.catalog.get.useQuery({ packageId: pkg.id });
  const form = data?.[kind === 'uninstall' ? 'uninstall' : 'install'].form ?? [];
  const settings = Object.entries(input).map(([name, value]) => {
    const field = form.find((each) => each.name === name);
    return { name, field, value, text: settingText(field, value) };
  });
  return (
    <span className="grid gap-0.5 font-normal">
      {settings.map(({ name, field, value, text }) => (
        <span key={name} className="truncate" title={text}>
          <span className="text-ink-3">{field?.title ?? name}</span>{' '}
          {field?.type === 'installation' && typeof value === 'string' ? (
            <InstallationName installationId={value} />
          ) : (
            text
          )}
        </span>
      ))}
    </span>
  );
}

/** What a setting has chosen. */
function InstallationName({ installationId }: { installationId: string }) {
  const { data } = trpc.installations.get.useQuery({ installationId });
  return (
    <Link className="link" href={installationPage(installationId)}>
      {data?.title ?? installationId}
    </Link>
  );
}
