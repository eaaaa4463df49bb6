'use client';

import type { InstallationView, ServerDetail } from '@milepost/api/views';
import Link from 'next/link';

import { Button } from '../../components/button';
import { EmptyState } from '../../components/empty-state';
import { Panel } from '../../components/panel';
import { Section } from '../../components/section';
import { Cell, HeaderCell, Row, Table, TableHead } from '../../components/table';
import { useNow } from '../../time/use-now';
import { dayWords } from '../../time/words';
import { OperationSign } from '../operations/operation-sign';
import { stillThereWords } from '../installations/still-there';
import { hasEnded } from '../operations/status';
import { PackageActions } from './package-actions';
import { LookWords } from './server-status';
import { installationLooks } from './status';

/** What is on the server, each with what can be done with it now. */
export function InstalledPackages({ server }: { server: ServerDetail }) {
  const { packages } = server;
  return (
    <Section
      id="packages"
      title="Installed packages"
      note={packages.length > 0 ? packages.length : undefined}
    >
      <Panel>
        {packages.length === 0 ? (
          <EmptyState
            title="Nothing is installed"
            actions={
              <Button asChild>
                <Link href={`/catalogue?server=${server.id}`}>Look at the catalogue</Link>
              </Button>
            }
          >
            What is installed from here shows up with its version and its state.
          </EmptyState>
        ) : (
          <Table aria-label="Installed packages">
            <TableHead>
              <HeaderCell>Package</HeaderCell>
              <HeaderCell className="w-[150px]">Version</HeaderCell>
              <HeaderCell className="w-[126px]">Status</HeaderCell>
              <HeaderCell className="w-[74px]">Since</HeaderCell>
              <HeaderCell numeric className="w-[150px]">
                <span className="sr-only">Action</span>
              </HeaderCell>
            </TableHead>
            <tbody role="rowgroup">
              {packages.map((installation) => (
                <PackageRow key={installation.id} installation={installation} />
              ))}
            </tbody>
          </Table>
        )}
      </Panel>
    </Section>
  );
}

function PackageRow({ installation }: { installation: InstallationView }) {
  const now = new Date(useNow());
  const { package: of, version, status, installedAt, operation, server, stillThere } = installation;
  const open = operation !== null && !hasEnded(operation.status) ? operation : null;
  return (
    <Row>
      <Cell phone="name" className="font-medium">
        {of.title}
        {stillThere.length > 0 && (
          <p className="pb-1.5 text-xs font-normal text-pretty whitespace-normal text-ink-2">
            {stillThereWords(stillThere, server.name)}
          </p>
        )}
      </Cell>
      <Cell phone="left">
        {version === null ? (
          <span className="text-ink-3">not known yet</span>
        ) : (
          <code className="text-ink-2">{version}</code>
        )}
      </Cell>
      <Cell phone="status">
        {open === null ? (
          <LookWords look={installationLooks[status]} />
        ) : (
          <span className="inline-flex items-center gap-[7px] align-middle">
            <OperationSign operation={open} />
            {open.rollingBack ? 'Rolling back' : installationLooks[status].word}
          </span>
        )}
      </Cell>
      <Cell className="text-ink-2">{installedAt === null ? '' : dayWords(new Date(installedAt), now)}</Cell>
      <Cell numeric phone="right">
        <PackageActions installation={installation} />
      </Cell>
    </Row>
  );
}
