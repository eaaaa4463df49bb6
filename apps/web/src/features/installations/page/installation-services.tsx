'use client';

import type { InstallationDetail } from '@milepost/api/installation-views';
import type { ServiceState } from '@milepost/contract/service-state';
import { hasEnded } from '@milepost/contract/statuses';
import { RefreshCw } from 'lucide-react';
import { useEffect, useRef } from 'react';

import { toProblem } from '../../../api/problem';
import { trpc } from '../../../api/trpc';
import { IconButton } from '../../../components/forms/icon-button';
import { Panel } from '../../../components/layout/panel';
import { Section } from '../../../components/layout/section';
import { SkeletonRows } from '../../../components/layout/skeleton';
import { StatusIcon } from '../../../components/status/status-icon';
import type { Tone } from '../../../components/status/status-icon';
import type { StatusIconName } from '../../../components/status/status-icon-shapes';
import { Moment } from '../../../time/ticking';
import { useCanOperate } from '../../session/use-can-operate';
import { ServiceSchedule } from './service-schedule';

/** How its services are on the server now, and the newest lines of their journals. */
export function InstallationServices({ installation }: { installation: InstallationDetail }) {
  const { id, uninstalledAt, serverRemoved, installedAt, operation } = installation;
  const canOperate = useCanOperate();
  const readable = canOperate && uninstalledAt === null && !serverRemoved && installedAt !== null;
  const query = trpc.installations.services.useQuery(
    { installationId: id },
    // Read over SSH: when the page opens, when an operation has ended, and when somebody asks again.
    { enabled: readable, staleTime: 30_000, gcTime: 0, refetchOnWindowFocus: false, retry: false },
  );
  const { refetch } = query;
  const ended = operation !== null && hasEnded(operation.status) ? operation.id : null;
  const readFor = useRef(ended);
  useEffect(() => {
    if (!readable || ended === null || readFor.current === ended) return;
    readFor.current = ended;
    void refetch();
  }, [readable, ended, refetch]);
  if (!readable || query.data?.length === 0) return null;
  return (
    <Section
      id="services"
      title="Services"
      aside={
        <IconButton
          size="sm"
          label="Read again"
          disabled={query.isFetching}
          onClick={() => void query.refetch()}
        >
          <RefreshCw />
        </IconButton>
      }
    >
      <Panel>
        {query.data === undefined ? (
          query.error === null ? (
            <SkeletonRows rows={3} widths={[160, 240]} />
          ) : (
            <p className="px-4 py-3 text-ink-2">
              The services could not be read. {toProblem(query.error).message}
            </p>
          )
        ) : (
          <ul>
            {query.data.map((service) => (
              <li key={service.unit} className="border-t first:border-t-0">
                <ServiceItem service={service} />
              </li>
            ))}
          </ul>
        )}
      </Panel>
    </Section>
  );
}

const STYLES: Readonly<Record<string, { icon: StatusIconName; tone: Tone; word: string }>> = {
  active: { icon: 'ok', tone: 'ok', word: 'Running' },
  waiting: { icon: 'waiting', tone: 'ok', word: 'Waiting for its time' },
  inactive: { icon: 'stopped', tone: 'idle', word: 'Stopped' },
  failed: { icon: 'failed', tone: 'bad', word: 'Failed' },
  activating: { icon: 'waiting', tone: 'run', word: 'Starting' },
  deactivating: { icon: 'waiting', tone: 'run', word: 'Stopping' },
  reloading: { icon: 'waiting', tone: 'run', word: 'Reloading' },
  unknown: { icon: 'unknown', tone: 'warn', word: 'Unknown' },
};

function ServiceItem({ service }: { service: ServiceState }) {
  const { unit, active, sub, enabled, since, memory, journal, schedule } = service;
  const style = schedule !== undefined && active === 'active' ? 'waiting' : active;
  const { icon, tone, word } = STYLES[style] ?? { icon: 'unknown', tone: 'warn', word: active };
  const isUsual = schedule !== undefined || ['', 'running', 'dead'].includes(sub);
  return (
    <>
      <p className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5">
        <code className="font-medium">{unit}</code>
        <span className="inline-flex items-center gap-[7px]">
          <StatusIcon name={icon} tone={tone} />
          {word}
          {!isUsual && <span className="text-ink-3">({sub})</span>}
        </span>
        <span className="text-ink-3">
          {since !== null && (
            <>
              since <Moment at={since} />,{' '}
            </>
          )}
          {enabled ? 'starts at boot' : 'does not start at boot'}
          {memory !== null && `, ${(memory / 1024 ** 2).toFixed(1)} MB of memory`}
        </span>
      </p>
      {schedule !== undefined && <ServiceSchedule schedule={schedule} />}
      <details
        className="group border-t"
        onToggle={(event) => {
          // The newest lines are the last.
          const lines = event.currentTarget.querySelector('pre');
          if (lines !== null) lines.scrollTop = lines.scrollHeight;
        }}
      >
        <summary className="cursor-pointer px-4 py-2 text-ink-2 hover:text-ink">
          Journal, {journal.length} {journal.length === 1 ? 'line' : 'lines'}
        </summary>
        <pre
          // Scrolled with the keys, too.
          tabIndex={0}
          aria-label={`Journal of ${unit}`}
          className="max-h-96 overflow-auto bg-sunken px-4 py-2 font-mono text-xs wrap-anywhere whitespace-pre-wrap"
        >
          {journal.length === 0 ? 'The journal has no lines of this unit.' : journal.join('\n')}
        </pre>
      </details>
    </>
  );
}
