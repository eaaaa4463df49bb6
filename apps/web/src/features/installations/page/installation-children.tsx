import type { ChildGroup, InstallationDetail } from '@milepost/api/installation-views';
import type { InstallationView } from '@milepost/api/views';
import { pluralOf, withinSentence } from '@milepost/contract/messages/format/text';
import { Plus } from 'lucide-react';
import Link from 'next/link';

import { Button } from '../../../components/forms/button';
import { Panel } from '../../../components/layout/panel';
import { Section } from '../../../components/layout/section';
import { Cell, HeaderCell, Row, Table, TableHead } from '../../../components/layout/table';
import { Ago } from '../../../time/ticking';
import { addLabel } from '../../children/add-label';
import { InstallationStatusLabel } from '../../servers/installation-status-label';
import { PackageActions } from '../../servers/package-actions';
import { useCanOperate } from '../../session/use-can-operate';
import { installationPage, installPage } from '../links';

/** What lives in it, by package: the databases and the roles of a PostgreSQL. */
export function InstallationChildren({ installation }: { installation: InstallationDetail }) {
  return (
    <>
      {installation.children.map((group) => (
        <Group key={group.package.id} group={group} installation={installation} />
      ))}
    </>
  );
}

interface GroupProps {
  group: ChildGroup;
  installation: InstallationDetail;
}

function Group({ group, installation }: GroupProps) {
  const { package: pkg, verbs, items } = group;
  const { id, title, server, status, uninstalledAt, serverRemoved } = installation;
  const isThere = uninstalledAt === null && !serverRemoved;
  const canAdd = useCanOperate() && isThere && (status === 'active' || status === 'updating');
  if (!isThere && items.length === 0) return null;
  const name = pluralOf(pkg.title);
  const label = addLabel({ verbs, title: pkg.title });
  return (
    <Section
      id={`children-${pkg.id}`}
      title={name}
      note={items.length > 0 ? items.length : undefined}
      aside={
        canAdd && (
          <Button asChild size="sm">
            <Link href={installPage({ packageId: pkg.id, serverId: server.id, parentId: id })}>
              <Plus aria-hidden /> {label}…
            </Link>
          </Button>
        )
      }
    >
      <Panel>
        {items.length === 0 ? (
          <p className="px-4 py-3 text-ink-2">
            {title} has no {withinSentence(name)} that Milepost manages.
            {canAdd && ` “${label}…” shows the plan before anything happens.`}
          </p>
        ) : (
          <Table aria-label={name}>
            <TableHead>
              <HeaderCell>Name</HeaderCell>
              <HeaderCell className="w-[152px]">Status</HeaderCell>
              <HeaderCell className="w-[132px]">Last change</HeaderCell>
              <HeaderCell numeric className="w-[176px]">
                <span className="sr-only">Action</span>
              </HeaderCell>
            </TableHead>
            <tbody role="rowgroup">
              {items.map((child) => (
                <ChildRow key={child.id} child={child} />
              ))}
            </tbody>
          </Table>
        )}
      </Panel>
    </Section>
  );
}

function ChildRow({ child }: { child: InstallationView }) {
  const { id, title, operation } = child;
  return (
    <Row>
      <Cell phone="name" className="font-medium">
        <Link className="link" href={installationPage(id)} title={title}>
          {title}
        </Link>
      </Cell>
      <Cell phone="status">
        <InstallationStatusLabel installation={child} />
      </Cell>
      <Cell phone="left">
        {operation !== null && (
          <Link className="link" href={`/operations/${operation.id}`}>
            <Ago at={operation.endedAt ?? operation.requestedAt} />
            <span className="sr-only">: {operation.title}</span>
          </Link>
        )}
      </Cell>
      <Cell numeric phone="right">
        <PackageActions installation={child} />
      </Cell>
    </Row>
  );
}
