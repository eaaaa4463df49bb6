'use client';

import type { ServerSummary } from '@milepost/api/views';
import Link from 'next/link';
import { useRouter } from 'next/navigation';

import { Sign } from '../../components/sign';
import { Cell, HeaderCell, Row, rowLink, Table, TableHead } from '../../components/table';
import { useListCursor } from '../../keys/use-list-cursor';
import { Ago } from '../../time/ticking';
import { OperationSign } from '../operations/operation-sign';
import { shortTitle } from '../operations/titles';
import { LookWords } from './server-status';
import { serverLook, shortSystem } from './status';

/** Servers in rows: where, what, how it is, and what it is busy with. */
export function ServersTable({ servers }: { servers: ServerSummary[] }) {
  const router = useRouter();
  const { index, listRef } = useListCursor(servers, ({ id }) => {
    router.push(`/servers/${id}`);
  });
  return (
    <Table aria-label="Servers">
      <TableHead>
        <HeaderCell>Name</HeaderCell>
        <HeaderCell className="w-[180px]">Address</HeaderCell>
        <HeaderCell className="w-[140px]">System</HeaderCell>
        <HeaderCell className="w-[150px]">Status</HeaderCell>
        <HeaderCell numeric wide className="w-[90px]">
          Packages
        </HeaderCell>
        <HeaderCell className="w-[230px]">Lane</HeaderCell>
        <HeaderCell numeric className="w-[90px]">
          Seen
        </HeaderCell>
      </TableHead>
      <tbody role="rowgroup" ref={listRef}>
        {servers.map((server, row) => (
          <Row key={server.id} cursor={row === index}>
            <Cell phone="name">
              <Link className={rowLink} href={`/servers/${server.id}`}>
                {server.name}
              </Link>
              {server.practice && (
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
              <LookWords look={serverLook(server)} />
            </Cell>
            <Cell numeric wide className="text-ink-2">
              {server.installations}
            </Cell>
            <Cell phone={server.lane.holder === null && server.lane.blocked === null ? undefined : 'line'}>
              <Lane lane={server.lane} />
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

export function Practice() {
  return (
    <span className="inline-flex h-5 items-center rounded-sm px-1.5 align-middle text-xs text-ink-2 inset-ring inset-ring-line-strong">
      practice
    </span>
  );
}

function Lane({ lane: { holder, waiting, blocked } }: { lane: ServerSummary['lane'] }) {
  if (blocked !== null)
    return (
      <span className="flex items-center gap-[7px]">
        <Sign name="blocked" tone="bad" /> Blocked
      </span>
    );
  if (holder === null) return <span className="text-ink-2">Free</span>;
  return (
    <span className="flex min-w-0 items-center gap-[7px]">
      <OperationSign operation={holder} />
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
