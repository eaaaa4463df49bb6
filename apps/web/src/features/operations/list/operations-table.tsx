'use client';

import type { OperationSummary } from '@milepost/api/views';
import Link from 'next/link';

import { Cell, HeaderCell, Row, rowLink, Table, TableHead } from '../../../components/layout/table';
import { useListCursor } from '../../../keys/use-list-cursor';
import { Moment } from '../../../time/ticking';
import { Person } from '../../session/person';
import { OperationStatus } from '../page/operation-status';
import { QuickAction } from './quick-action';
import { titleWithStatus } from '../page/titles';
import { OperationDuration } from '../page/operation-duration';

/** Operations in rows: status, what, where, how far, who, when, how long. */
export function OperationsTable({ operations }: { operations: OperationSummary[] }) {
  const list = useListCursor();
  return (
    <Table aria-label="Operations">
      <TableHead>
        <HeaderCell className="w-[170px]">Status</HeaderCell>
        <HeaderCell>Operation</HeaderCell>
        <HeaderCell className="w-[160px]">Server</HeaderCell>
        <HeaderCell numeric wide className="w-[64px]">
          Step
        </HeaderCell>
        <HeaderCell wide className="w-[150px]">
          Started by
        </HeaderCell>
        <HeaderCell numeric className="w-[110px]">
          Requested
        </HeaderCell>
        <HeaderCell numeric className="w-[100px]">
          Took
        </HeaderCell>
        <HeaderCell className="w-[100px]">
          <span className="sr-only">What can be done</span>
        </HeaderCell>
      </TableHead>
      <tbody role="rowgroup" ref={list}>
        {operations.map((operation) => (
          <Row key={operation.id}>
            <Cell phone="status">
              <OperationStatus operation={operation} />
            </Cell>
            <Cell phone="name">
              <Link className={rowLink} href={`/operations/${operation.id}`}>
                {titleWithStatus(operation)}
              </Link>
            </Cell>
            <Cell phone="left">{operation.server.name}</Cell>
            <Cell numeric wide className="text-ink-2">
              {operation.progress.step}/{operation.progress.total}
            </Cell>
            <Cell wide className="text-ink-2">
              <Person email={operation.requestedBy} />
            </Cell>
            <Cell numeric phone="right" className="text-ink-2 max-sm:text-ink-3">
              <Moment at={operation.requestedAt} />
            </Cell>
            <Cell numeric>
              <OperationDuration operation={operation} />
            </Cell>
            <Cell
              phone="line"
              className="overflow-visible text-right text-clip empty:max-sm:hidden *:relative"
            >
              <QuickAction operation={operation} />
            </Cell>
          </Row>
        ))}
      </tbody>
    </Table>
  );
}
