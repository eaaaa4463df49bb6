'use client';

import { ArrowRight } from 'lucide-react';
import Link from 'next/link';

import { trpc } from '../../../api/trpc';
import { QueryPanel } from '../../../components/layout/query-panel';
import { Section } from '../../../components/layout/section';
import { SkeletonRows } from '../../../components/layout/skeleton';
import { Cell, HeaderCell, Row, rowLink, Table, TableHead } from '../../../components/layout/table';
import { Moment } from '../../../time/ticking';
import { OperationStatus } from '../page/operation-status';
import { titleWithStatus } from '../page/titles';
import { OperationDuration } from '../page/operation-duration';
import { formatTotal } from '../format/format-total';
import { Person } from '../../session/person';

export interface RecentOperationsProps {
  of: { serverId: string } | { installationId: string };
  /** The list that shows all of them. */
  all: { href: string; label: string };
  /** Where there is none. */
  empty: string;
}

/** The last operations on a server or an installation. */
export function RecentOperations({ of, all, empty }: RecentOperationsProps) {
  const query = trpc.operations.list.useQuery({ ...of, limit: 8 });
  const page = query.data;
  return (
    <Section
      id="operations"
      title="Operations"
      aside={
        page !== undefined &&
        (page.totalIsLeast || page.total > page.items.length) && (
          <Link href={all.href} className="flex items-center gap-1 text-xs text-ink-3 hover:text-ink">
            {all.label}, {formatTotal(page)} <ArrowRight aria-hidden className="size-3.5" />
          </Link>
        )
      }
    >
      <QueryPanel
        error={page === undefined ? query.error : null}
        title="The operations could not be loaded"
        onRetry={() => void query.refetch()}
        skeleton={page === undefined ? <SkeletonRows rows={4} widths={[180, 120, 100]} /> : null}
      >
        {page?.items.length === 0 && <p className="px-4 py-6 text-center text-ink-2">{empty}</p>}
        {page !== undefined && page.items.length > 0 && (
          <Table aria-label="Operations">
            <TableHead>
              <HeaderCell>Operation</HeaderCell>
              <HeaderCell className="w-[150px]">Outcome</HeaderCell>
              <HeaderCell wide className="w-[120px]">
                Started by
              </HeaderCell>
              <HeaderCell numeric className="w-[90px]">
                Took
              </HeaderCell>
              <HeaderCell numeric className="w-[110px]">
                Requested
              </HeaderCell>
            </TableHead>
            <tbody role="rowgroup">
              {page.items.map((operation) => (
                <Row key={operation.id}>
                  <Cell phone="name">
                    <Link className={rowLink} href={`/operations/${operation.id}`}>
                      {titleWithStatus(operation)}
                    </Link>
                  </Cell>
                  <Cell phone="status">
                    <OperationStatus operation={operation} />
                  </Cell>
                  <Cell wide className="text-ink-2">
                    <Person email={operation.requestedBy} />
                  </Cell>
                  <Cell numeric phone="left" className="max-sm:text-left">
                    <OperationDuration operation={operation} />
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
