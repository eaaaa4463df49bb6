import type { OperationSummary } from '@milepost/api/views';
import { ArrowRight } from 'lucide-react';
import Link from 'next/link';

import { Panel } from '../../components/layout/panel';
import { Section } from '../../components/layout/section';
import { Cell, HeaderCell, Row, rowLink, Table, TableHead } from '../../components/layout/table';
import { Ago } from '../../time/ticking';
import { OperationStatus } from '../operations/page/operation-status';
import { shortTitle } from '../operations/page/titles';
import { OperationDuration } from '../operations/page/operation-duration';
import { Person } from '../session/person';

/** What ended last. */
export function EndedOperations({ operations }: { operations: OperationSummary[] }) {
  return (
    <Section
      id="recent"
      title="Recent"
      aside={
        <Link
          href="/operations?show=ended"
          className="flex items-center gap-1 text-xs text-ink-3 hover:text-ink"
        >
          History <ArrowRight aria-hidden className="size-3.5" />
        </Link>
      }
    >
      <Panel>
        <Table aria-label="Recent operations">
          <TableHead>
            <HeaderCell>Operation</HeaderCell>
            <HeaderCell className="w-[150px]">Server</HeaderCell>
            <HeaderCell className="w-[170px]">Outcome</HeaderCell>
            <HeaderCell wide className="w-[150px]">
              Started by
            </HeaderCell>
            <HeaderCell numeric className="w-[100px]">
              Took
            </HeaderCell>
            <HeaderCell numeric className="w-[120px]">
              Ended
            </HeaderCell>
          </TableHead>
          <tbody role="rowgroup">
            {operations.map((operation) => (
              <Row key={operation.id}>
                <Cell phone="name">
                  <Link className={rowLink} href={`/operations/${operation.id}`}>
                    {shortTitle(operation)}
                  </Link>
                </Cell>
                <Cell phone="left">{operation.server.name}</Cell>
                <Cell phone="status">
                  <OperationStatus operation={operation} />
                </Cell>
                <Cell wide className="text-ink-2">
                  <Person email={operation.requestedBy} />
                </Cell>
                <Cell numeric>
                  <OperationDuration operation={operation} />
                </Cell>
                <Cell numeric phone="right" className="text-ink-3">
                  <Ago at={operation.endedAt ?? operation.requestedAt} />
                </Cell>
              </Row>
            ))}
          </tbody>
        </Table>
      </Panel>
    </Section>
  );
}
