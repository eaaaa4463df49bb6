'use client';

import type { ServerSummary } from '@milepost/api/views';
import Link from 'next/link';

import { StatusIcon } from '../../../components/status/status-icon';
import { Cell, HeaderCell, Row, rowLink, Table, TableHead } from '../../../components/layout/table';
import { useListCursor } from '../../../keys/use-list-cursor';
import { Ago } from '../../../time/ticking';
import { useNow } from '../../../time/use-now';
import { OperationIcon } from '../../operations/page/operation-status';
import { shortTitle } from '../../operations/page/titles';
import { StatusLabel } from '../server-status';
import { serverStatusStyle, shortSystem } from '../status';

/** Servers in rows: where, what, how it is, and what it is busy with. */
export function ServersTable({ servers }: { servers: ServerSummary[] }) {
  const now = useNow();
  const list = useListCursor();
  return (
    <Table aria-label="Servers">
      <TableHead>
        <HeaderCell>Name</HeaderCell>
        <HeaderCell className="w-[180px]">Address</HeaderCell>
        <HeaderCell className="w-[140px]">System</HeaderCell>
        <HeaderCell className="w-[190px]">Status</HeaderCell>
        <HeaderCell numeric wide className="w-[90px]">
          Packages
        </HeaderCell>
        <HeaderCell className="w-[190px]">Queue</HeaderCell>
        <HeaderCell numeric className="w-[90px]">
          Seen
        </HeaderCell>
      </TableHead>
      <tbody role="rowgroup" ref={list}>
        {servers.map((server) => (
          <Row key={server.id}>
            <Cell phone="name">
              <Link className={rowLink} href={`/servers/${server.id}`}>
                {server.name}
              </Link>
              {isUnnamedPractice(server) && (
                <>
                  {' '}
                  <Practice />
                </>
              )}
            </Cell>
            <Cell phone="left">
              <code className="text-ink-2">
                {server.address}
                {server.port !== 22 && `:${server.port}`}
              </code>
            </Cell>
            <Cell phone="right" className={server.system === null ? 'text-ink-3' : undefined}>
              {server.system === null ? 'not known yet' : shortSystem(server.system)}
            </Cell>
            <Cell phone="status">
              <StatusLabel status={serverStatusStyle(server, now)} />
            </Cell>
            <Cell numeric wide className="text-ink-2">
              {server.installations}
            </Cell>
            <Cell phone={server.queue.holder === null && server.queue.blocked === null ? undefined : 'line'}>
              <Queue queue={server.queue} />
            </Cell>
            <Cell numeric className="text-ink-2">
              {server.lastSeenAt === null ? 'never' : <Ago at={server.lastSeenAt} />}
            </Cell>
          </Row>
        ))}
      </tbody>
    </Table>
  );
}

/** Its name does not say yet that it is the practice server. */
export function isUnnamedPractice({ practice, name }: Pick<ServerSummary, 'practice' | 'name'>): boolean {
  return practice && !/practice/i.test(name);
}

export function Practice() {
  return (
    <span className="inline-flex h-5 items-center rounded-sm px-1.5 align-middle text-xs text-ink-2 inset-ring inset-ring-line-strong">
      practice
    </span>
  );
}

function Queue({ queue: { holder, waiting, blocked } }: { queue: ServerSummary['queue'] }) {
  if (blocked !== null)
    return (
      <span className="flex items-center gap-[7px]">
        <StatusIcon name="blocked" tone="bad" /> Blocked
      </span>
    );
  if (holder === null) return <span className="text-ink-2">Idle</span>;
  return (
    <span className="flex min-w-0 items-center gap-[7px]">
      <OperationIcon operation={holder} />
      <span className="truncate">
        {shortTitle(holder)}
        {holder.rollingBack && ', rolling back'}
      </span>
      {waiting > 0 && (
        <span className="ml-auto inline-flex h-5 flex-none items-center rounded-sm bg-hover px-1.5 text-xs text-ink-2">
          +{waiting}
          <span className="sr-only"> waiting</span>
        </span>
      )}
    </span>
  );
}
