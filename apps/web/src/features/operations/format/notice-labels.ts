import type { OperationNotice } from '@milepost/api/views';

import { formatDuration } from '../../../time/format-time';

/** What an operation waits for, in a few words, for a row. `now` is milliseconds since the epoch. */
export function noticeLabel(notice: OperationNotice, now: number): string {
  switch (notice.kind) {
    case 'queue':
      return `Place ${notice.place}, behind ${notice.behind}`;
    case 'blocked':
      return `Blocked: ${notice.command}`;
    case 'waiting':
      return `Waiting for ${notice.for}, ${formatDuration(now - Date.parse(notice.since))}`;
    case 'silent':
      return `No response for ${formatDuration(now - Date.parse(notice.since))}`;
    case 'reconnecting':
      return `Reconnecting, attempt ${notice.attempt}, no response for ${formatDuration(now - Date.parse(notice.since))}`;
    case 'retrying':
      return `${capital(notice.label)}; retrying in ${formatDuration(Date.parse(notice.at) - now)} (attempt ${notice.attempt} of ${notice.of})`;
    case 'engine_unreachable':
      return 'Temporal is unreachable';
    case 'worker_lost':
      return 'The worker stopped responding';
    case 'no_worker':
      return 'No worker is running';
  }
}

/** The same as whole sentences with their consequence, for the operation's own page. */
export function noticeSentence(notice: OperationNotice, server: string, now: number): string {
  switch (notice.kind) {
    case 'queue':
      return `Queued at place ${notice.place}, behind ${notice.behind}. It starts automatically: one operation at a time changes ${server}.`;
    case 'blocked':
      return `${server} is blocked until an earlier command is confirmed to have stopped: ${notice.command}.`;
    case 'waiting':
      return `Waiting for ${notice.for}, ${formatDuration(now - Date.parse(notice.since))} so far. It continues automatically.`;
    case 'silent':
      return `${server} has not responded for ${formatDuration(now - Date.parse(notice.since))}. The command keeps running there.`;
    case 'reconnecting':
      return `Reconnecting to ${server}, attempt ${notice.attempt}: no response for ${formatDuration(now - Date.parse(notice.since))} (${notice.reason.replace(/\.$/, '')}). The command keeps running there; output resumes when the connection is back.`;
    case 'retrying':
      return `${capital(notice.label)}. Retrying automatically in ${formatDuration(Date.parse(notice.at) - now)} (attempt ${notice.attempt} of ${notice.of}).`;
    case 'engine_unreachable':
      return `Temporal has been unreachable for ${formatDuration(now - Date.parse(notice.since))}. Nothing is lost: the operation continues when Temporal is back.`;
    case 'worker_lost':
      return `The worker stopped responding. ${notice.command ? `The command continues on ${server}. ` : ''}Another worker takes over automatically.`;
    case 'no_worker':
      return notice.command
        ? `No worker is running. The command continues on ${server}. A worker takes the operation over as soon as one is running.`
        : 'No worker is running. The operation continues as soon as one is running.';
  }
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
