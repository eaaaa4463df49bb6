'use client';

import type { DecisionChoice, OperationDetail } from '@milepost/api/views';
import { choiceLabels } from '@milepost/contract/messages/decisions';
import { ChevronDown, Flag, History, SkipForward, Trash2 } from 'lucide-react';

import { Button } from '../../../components/forms/button';
import { Menu, MenuItem } from '../../../components/overlays/menu';
import { DeleteInstallation } from '../../installations/delete-installation';

const icons = { retry_from: History, skip: SkipForward, mark_failed: Flag };
const isRare = (choice: DecisionChoice): choice is DecisionChoice & { action: keyof typeof icons } =>
  choice.action in icons;

/** A choice that asks for something in a dialog before it is sent. */
export type ChoiceWithDialog = Exclude<DecisionChoice['action'], 'retry'> | 'delete';

export interface MoreChoicesProps {
  operation: OperationDetail;
  /** Of the question how to delete the installation. */
  dialog: { open: boolean; onOpenChange: (open: boolean) => void };
  onAsk: (asking: ChoiceWithDialog) => void;
}

/** The choices that are rarely right, each of which asks for more first. Nothing where there are none. */
export function MoreChoices({ operation, dialog: { open, onOpenChange }, onAsk }: MoreChoicesProps) {
  const { package: pkg, server, status, actions } = operation;
  const rare = actions.choices.filter(isRare);
  // What has ended has its own actions beside what it left.
  const deletion = status === 'awaiting_decision' ? actions.deletion : null;
  if (rare.length === 0 && deletion === null) return null;
  return (
    <div className="border-t px-4 py-3 max-sm:grid">
      <Menu
        trigger={
          <Button>
            More <ChevronDown aria-hidden />
          </Button>
        }
      >
        {rare.map(({ action }) => {
          const Icon = icons[action];
          return (
            <MenuItem
              key={action}
              onSelect={() => {
                onAsk(action);
              }}
            >
              <Icon aria-hidden /> {choiceLabels[action]}
            </MenuItem>
          );
        })}
        {deletion !== null && (
          <MenuItem
            onSelect={() => {
              onAsk('delete');
            }}
          >
            <Trash2 aria-hidden /> Delete…
          </MenuItem>
        )}
      </Menu>
      {deletion !== null && (
        <DeleteInstallation
          deletion={deletion}
          pkg={pkg}
          server={server}
          open={open}
          onOpenChange={onOpenChange}
        />
      )}
    </div>
  );
}
