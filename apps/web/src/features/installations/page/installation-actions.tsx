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
import { LeftoverActions } from '../leftover-actions';
import { installationLinks } from '../links';

/** What can be done with it now. Each opens a form with its plan. */
export function InstallationActions({ installation }: { installation: InstallationDetail }) {
  const router = useRouter();
  const isReadOnly = useIsReadOnly();
  const { operation, deletion, status, uninstalledAt, serverRemoved, title } = installation;
  const open = operation !== null && !hasEnded(operation.status);
  if (isReadOnly || open || uninstalledAt !== null || serverRemoved) return null;
  if (deletion !== null && operation !== null)
    return <LeftoverActions operation={operation} deletion={deletion} />;
  const links = installationLinks(installation);
  return (
    <div className="flex flex-wrap items-center gap-2 max-sm:w-full max-sm:[&>a]:flex-1">
      {status === 'active' && (
        <Button asChild>
          <Link href={links.change}>Change…</Link>
        </Button>
      )}
      <Menu
        align="end"
        trigger={
          <IconButton label={`More actions for ${title}`}>
            <Ellipsis />
          </IconButton>
        }
      >
        <MenuItem
          onSelect={() => {
            router.push(links.uninstall);
          }}
        >
          Uninstall…
        </MenuItem>
      </Menu>
    </div>
  );
}
