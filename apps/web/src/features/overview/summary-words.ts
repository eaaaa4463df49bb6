import type { OperationStatus, Overview } from '@milepost/api/views';

import { hasEnded } from '../operations/status';

const MOVING = new Set<OperationStatus>(['running', 'pausing', 'cancelling']);

/** The first line of the overview: the news in one sentence, then the numbers. */
export function summaryWords({ attention, servers, ...overview }: Overview): {
  strong: string;
  rest: string;
} {
  const active = overview.active.filter(({ status }) => !hasEnded(status));
  const running = active.filter(({ status, interrupted }) => MOVING.has(status) && !interrupted).length;
  const waiting = active.length - running;
  const parts: string[] = [];
  if (running > 0) parts.push(running === 1 ? '1 operation runs' : `${running} operations run`);
  if (waiting > 0) parts.push(waiting === 1 ? '1 waits' : `${waiting} wait`);
  const moving = parts.length > 0 ? `${parts.join(', ')}; ` : '';
  return {
    strong: attentionWords(attention.length),
    rest: capital(`${moving}${serverWords(servers)}`),
  };
}

function attentionWords(count: number): string {
  if (count === 0) return 'Nothing needs attention.';
  return count === 1 ? 'One thing needs attention.' : `${count} things need attention.`;
}

function serverWords({ total, ready }: Overview['servers']): string {
  if (total === 0) return 'no server has been added yet.';
  if (total === 1) return ready === 1 ? 'the one server is ready.' : 'the one server is not ready.';
  return ready === total ? `all ${total} servers are ready.` : `${ready} of ${total} servers are ready.`;
}

function capital(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
