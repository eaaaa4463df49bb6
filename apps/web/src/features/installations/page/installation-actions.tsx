'use client';

import type { InstallationDetail } from '@milepost/api/installation-views';
import { hasEnded } from '@milepost/contract/statuses';
import { Ellipsis } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';

import { Button } from '../../../components/forms/button';
import { IconButton } from '../../../components/forms/icon-button';
import { Menu, MenuItem } from '../../../components/overlays/menu';
import { useIsReadOnly } from '../../session/use-can-operate';
import { followUps, followUpsOfUnknown } from '../follow-ups';
import { LeftoverActions } from '../leftover-actions';
import { operationPage } from '../links';

/** As buttons; what else is possible is in the menu. */
const BUTTONS = ['install', 'update', 'restart'];

/** What can be done with it now. Each opens a form with its plan. */
export function InstallationActions({ installation }: { installation: InstallationDetail }) {
  const router = useRouter();
  const isReadOnly = useIsReadOnly();
  const { id, operation, deletion, uninstalledAt, serverRemoved, status, title, actions } = installation;
  const open = operation !== null && !hasEnded(operation.status);
  if (isReadOnly || open || uninstalledAt !== null || serverRemoved) return null;
  if (deletion !== null && operation !== null)
    return (
      <LeftoverActions
        operation={operation}
        deletion={deletion}
        ways={status === 'unknown' ? followUpsOfUnknown(installation) : followUps(operation)}
        finishes
        className="max-sm:w-full"
      />
    );
  const more = actions.filter(({ kind }) => !BUTTONS.includes(kind));
  return (
    <div className="flex flex-wrap items-center gap-2 max-sm:w-full max-sm:[&>a]:flex-1">
      {actions
        .filter(({ kind }) => BUTTONS.includes(kind))
        .map(({ kind, label }) => (
          <Button key={kind} asChild>
            <Link href={operationPage(id, kind)}>{label}…</Link>
          </Button>
        ))}
      {more.length > 0 && (
        <Menu
          align="end"
          trigger={
            <IconButton label={`More actions for ${title}`}>
              <Ellipsis />
            </IconButton>
          }
        >
          {more.map(({ kind, label }) => (
            <MenuItem
              key={kind}
              onSelect={() => {
                router.push(operationPage(id, kind));
              }}
            >
              {label}…
            </MenuItem>
          ))}
        </Menu>
      )}
    </div>
  );
}
