import { lastRunWords } from '@milepost/contract/messages/last-run';
import type { Schedule } from '@milepost/contract/service-state';

import { StatusIcon } from '../../../components/status/status-icon';
import { Moment } from '../../../time/ticking';

/** When a scheduled job runs next, and how its last run ended. */
export function ServiceSchedule({ schedule: { nextRun, lastRun } }: { schedule: Schedule }) {
  const failed = lastRun !== null && lastRun.endedAt !== null && lastRun.result !== 'success';
  return (
    <dl className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-4 gap-y-1 border-t px-4 py-2.5">
      <dt className="text-ink-3">Next run</dt>
      <dd>{nextRun === null ? 'None' : <Moment at={nextRun} />}</dd>
      <dt className="text-ink-3">Last run</dt>
      <dd>
        {lastRun === null ? (
          'None since the server has started'
        ) : (
          <span className={failed ? 'inline-flex items-center gap-[7px] text-bad-ink' : undefined}>
            {failed && <StatusIcon name="failed" tone="bad" />}
            <span>
              {sentenceCase(lastRunWords(lastRun))}
              {lastRun.endedAt !== null && (
                <>
                  , <Moment at={lastRun.endedAt} />
                </>
              )}
            </span>
          </span>
        )}
      </dd>
    </dl>
  );
}

const sentenceCase = (words: string): string => `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
