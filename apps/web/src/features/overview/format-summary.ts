import { hasEnded } from '@milepost/contract/statuses';
import type { Overview } from '@milepost/api/overview-views';
import type { OperationStatus } from '@milepost/api/views';

import { plural } from '@milepost/contract/messages/format/text';

const MOVING = new Set<OperationStatus>(['running', 'pausing', 'canceling']);

/** The first line of the overview: the news in one sentence, then the numbers. */
export function formatSummary({ attention, servers, ...overview }: Overview): {
  strong: string;
  rest: string;
} {
  const active = overview.active.filter(({ status }) => !hasEnded(status));
  const running = active.filter(({ status, interrupted }) => MOVING.has(status) && !interrupted).length;
  const waiting = active.length - running;
  const parts: string[] = [];
  if (running > 0)
    parts.push(
      plural(running, { one: '1 operation is running', other: `${running} operations are running` }),
    );
  if (waiting > 0) parts.push(waitingLabel(waiting, running > 0));
  const moving = parts.length > 0 ? `${parts.join(', ')}; ` : '';
  return {
    strong: attentionLabel(attention.length, servers),
    rest: capital(`${moving}${serversLabel(servers)}`),
  };
}

function waitingLabel(count: number, short: boolean): string {
  const operations = short ? '' : plural(count, { one: ' operation', other: ' operations' });
  return `${count}${operations} ${plural(count, { one: 'is', other: 'are' })} waiting`;
}

function attentionLabel(count: number, { total, ready }: Overview['servers']): string {
  if (count === 0) return total > 0 && ready === total ? 'All good.' : 'Nothing needs attention.';
  return plural(count, { one: 'One thing needs attention.', other: `${count} things need attention.` });
}

function serversLabel({ total, ready }: Overview['servers']): string {
  if (total === 0) return 'no servers yet.';
  if (total === 1) return ready === 1 ? '1 server is ready.' : '1 server is not ready.';
  if (ready < total)
    return `${ready} of ${total} servers ${plural(ready, { one: 'is', other: 'are' })} ready.`;
  return total === 2 ? 'both servers are ready.' : `all ${total} servers are ready.`;
}

function capital(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
