'use client';

import { RefreshCw } from 'lucide-react';
import type { ServerDetail } from '@milepost/api/views';
import Link from 'next/link';

import { trpc } from '../../api/trpc';
import { IconButton } from '../../components/forms/icon-button';
import { Panel } from '../../components/layout/panel';
import { Section } from '../../components/layout/section';
import { Cell, HeaderCell, Row, Table, TableHead } from '../../components/layout/table';
import { adoptionPage } from '../catalog/use-adoption';
import { useCanOperate } from '../session/use-can-operate';

const FRESH_MS = 5 * 60_000;

/** Packages of the catalog that are on the server and that somebody else installed. Not shown where there are none. */
export function FoundPackages({ server }: { server: ServerDetail }) {
  const canOperate = useCanOperate();
  const query = trpc.servers.found.useQuery(
    { serverId: server.id },
    // After an operation what was found may be managed.
    {
      enabled: canOperate && server.status === 'ready' && server.unreachable === null,
      staleTime: FRESH_MS,
      retry: false,
    },
  );
  const managed = new Set(server.packages.map(({ title }) => title));
  const packages = query.data?.packages.filter(({ title }) => !managed.has(title)) ?? [];
  if (packages.length === 0) return null;
  return (
    <Section
      id="found"
      title="Found on this server"
      note={packages.length}
      aside={
        <IconButton
          size="sm"
          label="Look again"
          disabled={query.isFetching}
          onClick={() => void query.refetch()}
        >
          <RefreshCw />
        </IconButton>
      }
    >
      <Panel>
        <Table aria-label="Found on this server">
          <TableHead>
            <HeaderCell>Package</HeaderCell>
            <HeaderCell>Version</HeaderCell>
            <HeaderCell numeric className="w-[120px]">
              <span className="sr-only">Action</span>
            </HeaderCell>
          </TableHead>
          <tbody role="rowgroup">
            {packages.map((found) => (
              <Row key={`${found.packageId}/${found.key}`}>
                <Cell phone="name" className="font-medium">
                  {found.title}
                </Cell>
                <Cell phone="left">
                  <code className="text-ink-2" title={found.version}>
                    {found.version}
                  </code>
                </Cell>
                <Cell numeric phone="right">
                  <Link
                    className="link"
                    href={adoptionPage(server.id, found)}
                    aria-label={`Adopt ${found.title}`}
                  >
                    Adopt…
                  </Link>
                </Cell>
              </Row>
            ))}
          </tbody>
        </Table>
        <p className="border-t px-4 py-2.5 text-xs text-ink-3">
          Somebody else installed these. Milepost manages them once they are adopted, and changes nothing
          before.
        </p>
      </Panel>
    </Section>
  );
}
