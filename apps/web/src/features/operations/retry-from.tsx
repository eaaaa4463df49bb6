'use client';

import type { DecisionChoice } from '@milepost/api/views';
import { History } from 'lucide-react';
import { useState } from 'react';

import { Button } from '../../components/button';
import { Select } from '../../components/input';
import { choiceWords } from './decision-words';
import type { Decide } from './use-decide';

/** Where to begin again, the nearest milestone first chosen, and the button. */
export function RetryFrom({
  milestones,
  decide,
}: {
  milestones: DecisionChoice['milestones'];
  decide: Decide;
}) {
  const [chosen, setChosen] = useState(milestones.at(-1)?.n);
  if (chosen === undefined) return null;
  return (
    <div className="grid w-full gap-2">
      <Select
        aria-label="Milestone to begin again from"
        shellClassName="w-full"
        value={chosen}
        onChange={({ target }) => {
          setChosen(Number(target.value));
        }}
      >
        {milestones.map(({ n, label }) => (
          <option key={n} value={n}>
            {n} {label}
          </option>
        ))}
      </Select>
      <Button
        aria-describedby="choice-retry_from"
        disabled={decide.busy}
        onClick={() => {
          decide.run({ action: 'retry_from', milestone: chosen });
        }}
      >
        <History aria-hidden /> {choiceWords.retry_from}
      </Button>
    </div>
  );
}
