'use client';

import type { InstallationView, ServerDetail } from '@milepost/api/views';
import { CornerDownRight } from 'lucide-react';
import Link from 'next/link';

import { Button } from '../../components/forms/button';
import { cn } from '../../components/cn';
import { EmptyState } from '../../components/layout/empty-state';
import { Panel } from '../../components/layout/panel';
import { Section } from '../../components/layout/section';
import { Cell, HeaderCell, Row, Table, TableHead } from '../../components/layout/table';
import { useNow } from '../../time/use-now';
import { formatDay } from '../../time/format-time';
import { SaveStack } from '../stacks/save-stack';
import { installationPage } from '../installations/links';
import { InstallationNotes, notesOn } from './installation-notes';
import { InstallationStatusLabel } from './installation-status-label';
import { PackageActions } from './package-actions';

/** What is on the server, each with what can be done with it now. */
export function InstalledPackages({ server }: { server: ServerDetail }) {
  const { packages } = server;
  return (
    <Section
      id="packages"
      title="Installed packages"
      note={packages.length > 0 ? packages.length : undefined}
      aside={<SaveStack server={server} />}
    >
      <Panel className="@container">
        {packages.length === 0 ? (
          <EmptyState
            title="No packages installed"
            actions={
              <Button asChild>
                <Link href={`/catalog?server=${server.id}`}>Browse catalog</Link>
              </Button>
            }
          >
            Install a package to see its version and status here.
          </EmptyState>
        ) : (
          <Table aria-label="Installed packages">
            <TableHead>
              <HeaderCell>Package</HeaderCell>
              <HeaderCell className="w-[130px]">Version</HeaderCell>
              <HeaderCell className="w-[152px]">Status</HeaderCell>
              <HeaderCell className="w-[74px]">Since</HeaderCell>
              <HeaderCell numeric className="w-[176px]">
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
  const { id, title, status, version, installedAt, parent } = installation;
  const hasNotes = notesOn(installation);
  // What lives in another one is rarely a thing of its own version: its name has the room.
  const hasVersion = version !== null || parent === null;
  return (
    <Row className={cn(hasNotes && 'sm:[&>td]:pt-2 sm:[&>td]:align-top')}>
      <Cell
        phone="name"
        colSpan={hasVersion ? 1 : 2}
        className={cn('font-medium wrap-anywhere whitespace-normal sm:py-1', hasNotes && 'overflow-visible')}
      >
        {parent !== null && (
          <CornerDownRight aria-hidden className="mr-1.5 mb-0.5 ml-1 inline size-3.5 text-ink-3" />
        )}
        <Link className="link" href={installationPage(id)}>
          {title}
        </Link>
        {parent !== null && <span className="sr-only"> in {parent.title}</span>}
        {hasNotes && <InstallationNotes installation={installation} />}
      </Cell>
      {hasVersion && (
        <Cell phone="left">
          {version === null ? (
            <span className="text-ink-3">{status === 'unknown' ? 'unknown' : 'not known yet'}</span>
          ) : (
            <code className="text-ink-2" title={version}>
              {version}
            </code>
          )}
        </Cell>
      )}
      <Cell phone="status">
        <InstallationStatusLabel installation={installation} />
      </Cell>
      <Cell className="text-ink-2">{installedAt === null ? '' : formatDay(new Date(installedAt), now)}</Cell>
      <Cell numeric phone="right">
        <PackageActions installation={installation} />
      </Cell>
    </Row>
  );
}
