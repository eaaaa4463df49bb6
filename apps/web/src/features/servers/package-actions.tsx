'use client';

import { hasEnded } from '@milepost/contract/statuses';
import type { Deletion, InstallationView, OperationSummary } from '@milepost/api/views';
import { Ellipsis } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';

import { IconButton } from '../../components/forms/icon-button';
import { Menu, MenuItem } from '../../components/overlays/menu';
import { operationPage } from '../installations/links';
import { useDeleteDialog } from '../installations/use-delete-dialog';
import { followUps, followUpsOfUnknown } from '../installations/follow-ups';
import { RequireOperator } from '../session/require-operator';

/** What can be done now with what is installed. */
export function PackageActions({ installation }: { installation: InstallationView }) {
  const { id, title, verbs, operation, deletion, status } = installation;
  const open = operation !== null && !hasEnded(operation.status) ? operation : null;
  return (
    <span className="inline-flex flex-wrap items-center justify-end gap-x-3 gap-y-1">
      {open !== null && (
        <Link className="link" href={`/operations/${open.id}`}>
          {open.status === 'awaiting_decision' ? 'Decide' : 'Watch'}
          <span className="sr-only"> {title}</span>
        </Link>
      )}
      <RequireOperator>
        {deletion !== null && operation !== null ? (
          <Leftover
            title={title}
            deletion={deletion}
            operation={operation}
            ways={status === 'unknown' ? followUpsOfUnknown(installation) : followUps(operation)}
            waits={open !== null}
          />
        ) : (
          open === null && (
            <>
              {status === 'active' && (
                <Link className="link" href={operationPage(id, 'install')}>
                  Change<span className="sr-only"> {title}</span>…
                </Link>
              )}
              <Link className="link" href={operationPage(id, 'uninstall')}>
                {verbs.uninstall}
                <span className="sr-only"> {title}</span>…
              </Link>
            </>
          )
        )}
      </RequireOperator>
    </span>
  );
}

interface LeftoverProps {
  /** "PHP 8.3": of several installations of a package, which one. */
  title: string;
  deletion: Deletion;
  operation: OperationSummary;
  ways: ReturnType<typeof followUps>;
  /** It waits for a decision. */
  waits: boolean;
}

/** Of an installation that failed or is unknown: to bring it about, and in a menu to remove it, or its record alone. */
function Leftover({ title, deletion, operation, ways, waits }: LeftoverProps) {
  const router = useRouter();
  const { package: pkg, server } = operation;
  const { ask, dialog } = useDeleteDialog({ deletion, pkg: { ...pkg, title }, server });
  const { finish, restore } = ways;
  return (
    <>
      {!waits && (
        <Link className="link" href={finish.href}>
          {finish.label}
          <span className="sr-only"> {title}</span>
        </Link>
      )}
      <Menu
        align="end"
        trigger={
          <IconButton size="sm" label={`More actions for ${title}`}>
            <Ellipsis />
          </IconButton>
        }
      >
        {!waits && (
          <MenuItem
            onSelect={() => {
              router.push(restore.href);
            }}
          >
            {restore.label}
          </MenuItem>
        )}
        <MenuItem onSelect={ask}>{waits ? 'Delete…' : 'Delete record…'}</MenuItem>
      </Menu>
      {dialog}
    </>
  );
}
