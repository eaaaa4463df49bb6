'use client';

import { ArrowRight } from 'lucide-react';
import Link from 'next/link';

import { problemOf } from '../../api/problem';
import { trpc } from '../../api/trpc';
import { QueryPanel } from '../../components/query-panel';
import { Section } from '../../components/section';
import { SkeletonRows } from '../../components/skeleton';
import { Cell, HeaderCell, Row, rowLink, Table, TableHead } from '../../components/table';
import { Moment } from '../../time/ticking';
import { OperationStatus } from '../operations/operation-sign';
import { standingTitle } from '../operations/titles';
import { Took } from '../operations/took';
import { totalOf } from '../operations/total-of';

/** The last operations on this server. */
export function ServerOperations({ serverId }: { serverId: string }) {
  const query = trpc.operations.list.useQuery({ serverId, limit: 8 });
  const page = query.data;
  return (
    <Section
      id="operations"
      title="Operations"
      aside={
        page !== undefined &&
        (page.totalIsLeast || page.total > page.items.length) && (
          <Link
            href={`/operations?server=${serverId}`}
            className="flex items-center gap-1 text-xs text-ink-3 hover:text-ink"
          >
            All on this server, {totalOf(page)} <ArrowRight aria-hidden className="size-3.5" />
          </Link>
        )
      }
    >
      <QueryPanel
        problem={page === undefined && query.error !== null ? problemOf(query.error).message : null}
        title="The operations could not be read"
        onRetry={() => void query.refetch()}
        skeleton={page === undefined ? <SkeletonRows rows={4} widths={[180, 120, 100]} /> : null}
      >
        {page?.items.length === 0 && (
          <p className="px-4 py-6 text-center text-ink-2">Nothing has been done on this server yet.</p>
        )}
        {page !== undefined && page.items.length > 0 && (
          <Table aria-label="Operations">
            <TableHead>
              <HeaderCell>Operation</HeaderCell>
              <HeaderCell className="w-[150px]">Outcome</HeaderCell>
              <HeaderCell wide className="w-[170px]">
                Asked by
              </HeaderCell>
              <HeaderCell numeric className="w-[90px]">
                Took
              </HeaderCell>
              <HeaderCell numeric className="w-[110px]">
                Asked at
              </HeaderCell>
            </TableHead>
            <tbody role="rowgroup">
              {page.items.map((operation) => (
                <Row key={operation.id}>
                  <Cell phone="name">
                    <Link className={rowLink} href={`/operations/${operation.id}`}>
                      {standingTitle(operation)}
                    </Link>
                  </Cell>
                  <Cell phone="status">
                    <OperationStatus operation={operation} />
                  </Cell>
                  <Cell wide className="text-ink-2">
                    {operation.requestedBy}
                  </Cell>
                  <Cell numeric phone="left" className="max-sm:text-left">
                    <Took operation={operation} />
                  </Cell>
                  <Cell numeric phone="right" className="text-ink-2">
                    <Moment at={operation.requestedAt} />
                  </Cell>
                </Row>
              ))}
            </tbody>
          </Table>
        )}
      </QueryPanel>
    </Section>
  );
}
