'use client';

import Link from 'next/link';

import { trpc } from '../../api/trpc';
import { QueryPanel } from '../../components/layout/query-panel';
import { Section } from '../../components/layout/section';
import { SkeletonRows } from '../../components/layout/skeleton';
import { Cell, HeaderCell, Row, rowLink, Table, TableHead } from '../../components/layout/table';
import { StatusIcon } from '../../components/status/status-icon';
import { Moment } from '../../time/ticking';
import { Person } from '../session/person';
import { runStyle } from './run-status';

/** The last runs of all stacks. */
export function RecentRuns() {
  const query = trpc.stacks.runs.useQuery();
  const runs = query.data;
  return (
    <Section id="runs" title="Recent runs">
      <QueryPanel
        error={runs === undefined ? query.error : null}
        title="The runs could not be loaded"
        onRetry={() => void query.refetch()}
        skeleton={runs === undefined ? <SkeletonRows rows={3} widths={[180, 120, 100]} /> : null}
      >
        {runs?.length === 0 && <p className="px-4 py-6 text-center text-ink-2">No stack has been run yet.</p>}
        {runs !== undefined && runs.length > 0 && (
          <Table aria-label="Recent runs">
            <TableHead>
              <HeaderCell>Run</HeaderCell>
              <HeaderCell className="w-[180px]">Outcome</HeaderCell>
              <HeaderCell wide className="w-[140px]">
                Started by
              </HeaderCell>
              <HeaderCell numeric className="w-[110px]">
                Requested
              </HeaderCell>
            </TableHead>
            <tbody role="rowgroup">
              {runs.map(({ id, name, server, status, requestedBy, requestedAt }) => (
                <Row key={id}>
                  <Cell phone="name">
                    <Link className={rowLink} href={`/stacks/runs/${id}`}>
                      {name} on {server.name}
                    </Link>
                  </Cell>
                  <Cell phone="status">
                    <span className="inline-flex items-center gap-[7px] align-middle whitespace-nowrap">
                      <StatusIcon name={runStyle(status).icon} tone={runStyle(status).tone} />
                      {runStyle(status).word}
                    </span>
                  </Cell>
                  <Cell wide className="text-ink-2">
                    <Person email={requestedBy} />
                  </Cell>
                  <Cell numeric phone="right" className="text-ink-2">
                    <Moment at={requestedAt} />
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
