'use client';

import type { DecisionChoice, OperationDetail } from '@milepost/api/views';
import { useState } from 'react';

import { Button } from '../../components/button';
import { Kbd } from '../../components/kbd';
import { useShortcut } from '../../keys/provider';
import { ConfirmChoice } from './confirm-choice';
import { choiceWords } from './decision-words';
import { RetryFrom } from './retry-from';
import { SkipMilestone } from './skip-milestone';
import type { Decide } from './use-decide';

/** The answers that can be given now: each a button, with its consequence beneath. */
export function DecisionChoices({ operation, decide }: { operation: OperationDetail; decide: Decide }) {
  const { choices } = operation.actions;
  const [skipping, setSkipping] = useState(false);
  const retry = (): void => {
    decide.run({ action: 'retry' });
  };
  useShortcut('Mod+Enter', retry, {
    enabled: !skipping && choices.some(({ action }) => action === 'retry'),
  });
  return (
    <ul aria-label="What can be done">
      {choices.map((choice) => (
        <li
          key={choice.action}
          className="grid grid-cols-[252px_minmax(0,1fr)] items-center justify-items-start gap-x-4 gap-y-1.5 border-t px-4 py-3 max-sm:grid-cols-1 max-sm:justify-items-stretch"
        >
          {choice.action === 'retry' ? (
            <>
              <Button
                look="primary"
                aria-keyshortcuts="Control+Enter"
                aria-describedby="choice-retry"
                disabled={decide.busy}
                onClick={retry}
              >
                {operation.status === 'failed' ? 'Try again' : choiceWords.retry}
                <Kbd className="max-sm:hidden">Ctrl Enter</Kbd>
              </Button>
              <Consequence choice={choice} />
            </>
          ) : (
            <OtherChoice choice={choice} decide={decide} skipping={skipping} onSkipping={setSkipping} />
          )}
        </li>
      ))}
    </ul>
  );
}

interface OtherChoiceProps {
  decide: Decide;
  choice: DecisionChoice;
  skipping: boolean;
  onSkipping: (skipping: boolean) => void;
}

function OtherChoice({ choice, decide, skipping, onSkipping }: OtherChoiceProps) {
  const consequence = <Consequence choice={choice} />;
  switch (choice.action) {
    case 'retry':
      return null;
    case 'retry_from':
      return (
        <>
          <RetryFrom milestones={choice.milestones} decide={decide} />
          {consequence}
        </>
      );
    case 'skip':
      return (
        <SkipMilestone decide={decide} open={skipping} onOpenChange={onSkipping}>
          {consequence}
        </SkipMilestone>
      );
    case 'roll_back':
    case 'give_up':
      return (
        <>
          <ConfirmChoice choice={choice} action={choice.action} decide={decide} />
          {consequence}
        </>
      );
  }
}

function Consequence({ choice: { action, consequence } }: { choice: DecisionChoice }) {
  return (
    <p id={`choice-${action}`} className="text-pretty text-ink-2">
      {consequence}
    </p>
  );
}
