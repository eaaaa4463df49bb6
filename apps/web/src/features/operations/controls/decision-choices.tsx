'use client';

import type { DecisionChoice, OperationDetail } from '@milepost/api/views';
import { choiceLabels } from '@milepost/contract/messages/decisions';
import { Undo2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { useState } from 'react';

import { Button } from '../../../components/forms/button';
import { Kbd } from '../../../components/kbd';
import { useShortcut } from '../../../keys/provider';
import { ConfirmChoice } from './confirm-choice';
import { MoreChoices } from './more-choices';
import type { ChoiceWithDialog } from './more-choices';
import { RetryFrom } from './retry-from';
import { SkipMilestone } from './skip-milestone';
import type { Decide } from './use-decide';

export interface DecisionChoicesProps {
  operation: OperationDetail;
  decide: Decide;
}

/** The answers that can be given now: to retry and to roll back with what follows from them, the others in a menu. */
export function DecisionChoices({ operation, decide }: DecisionChoicesProps) {
  const { choices } = operation.actions;
  const [asking, setAsking] = useState<ChoiceWithDialog | null>(null);
  const choiceOf = (action: DecisionChoice['action']) => choices.find((choice) => choice.action === action);
  const retry = choiceOf('retry');
  const rollBack = choiceOf('roll_back');
  const acceptPlan = choiceOf('accept_plan');
  const run = (): void => {
    decide.run({ action: 'retry' });
  };
  useShortcut('Mod+Enter', run, { enabled: asking === null && retry !== undefined });
  const dialog = (action: ChoiceWithDialog) => ({
    decide,
    open: asking === action,
    onOpenChange: (open: boolean) => {
      setAsking(open ? action : null);
    },
  });
  return (
    <>
      <ul aria-label="What can be done">
        {retry !== undefined && (
          <ChoiceRow choice={retry}>
            <Button
              variant="primary"
              aria-keyshortcuts="Control+Enter"
              aria-describedby="choice-retry"
              disabled={decide.busy}
              onClick={run}
            >
              {operation.status === 'failed' ? 'Try again' : choiceLabels.retry}
              <Kbd className="max-sm:hidden">Ctrl Enter</Kbd>
            </Button>
          </ChoiceRow>
        )}
        {acceptPlan !== undefined && (
          <ChoiceRow choice={acceptPlan}>
            <Button
              variant="primary"
              aria-describedby="choice-accept_plan"
              disabled={decide.busy}
              onClick={() => {
                decide.run({ action: 'accept_plan' });
              }}
            >
              {choiceLabels.accept_plan}
            </Button>
          </ChoiceRow>
        )}
        {rollBack !== undefined && (
          <ChoiceRow choice={rollBack}>
            <Button
              aria-describedby="choice-roll_back"
              disabled={decide.busy}
              onClick={() => {
                setAsking('roll_back');
              }}
            >
              <Undo2 aria-hidden /> {choiceLabels.roll_back}
            </Button>
          </ChoiceRow>
        )}
      </ul>
      <MoreChoices operation={operation} dialog={dialog('delete')} onAsk={setAsking} />
      {choices.map((choice) => {
        switch (choice.action) {
          case 'retry':
          case 'accept_plan':
            return null;
          case 'retry_from':
            return <RetryFrom key={choice.action} choice={choice} {...dialog(choice.action)} />;
          case 'skip':
            return (
              <SkipMilestone
                key={choice.action}
                label={operation.failure?.label ?? 'this step'}
                consequence={choice.consequence}
                {...dialog(choice.action)}
              />
            );
          case 'roll_back':
          case 'mark_failed':
            return (
              <ConfirmChoice
                key={choice.action}
                action={choice.action}
                choice={choice}
                {...dialog(choice.action)}
              />
            );
        }
      })}
    </>
  );
}

function ChoiceRow({ choice, children }: { choice: DecisionChoice; children: ReactNode }) {
  return (
    <li className="grid grid-cols-[252px_minmax(0,1fr)] items-center justify-items-start gap-x-4 gap-y-1.5 border-t px-4 py-3 max-sm:grid-cols-1 max-sm:justify-items-stretch">
      {children}
      <p id={`choice-${choice.action}`} className="text-pretty text-ink-2">
        {choice.consequence}
      </p>
    </li>
  );
}
