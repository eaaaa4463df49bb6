import type { Notice } from '@milepost/api/views';

import { durationWords } from '../../time/words';

/** What an operation waits for, in a few words, for a row. `now` is milliseconds since the epoch. */
export function noticeWords(notice: Notice, now: number): string {
  switch (notice.kind) {
    case 'lane':
      return `Place ${notice.place}, behind ${notice.behind}`;
    case 'reconnecting':
      return `No answer for ${durationWords(now - Date.parse(notice.since))}, attempt ${notice.attempt}`;
    case 'retrying':
      return `${notice.label}; tries again in ${durationWords(Date.parse(notice.at) - now)}`;
    case 'engine_unreachable':
      return 'The workflow engine is unreachable';
  }
}

/** The same as whole sentences with their consequence, for the operation's own page. */
export function noticeSentence(notice: Notice, server: string, now: number): string {
  switch (notice.kind) {
    case 'lane':
      return `One operation at a time changes ${server}: this one is at place ${notice.place}, behind ${notice.behind}. It starts by itself.`;
    case 'reconnecting':
      return `${server} has not answered for ${durationWords(now - Date.parse(notice.since))}, attempt ${notice.attempt} (${notice.reason}). The command goes on there by itself; the output continues where it stopped.`;
    case 'retrying':
      return `${notice.label}. That heals by itself: attempt ${notice.attempt} of ${notice.of} in ${durationWords(Date.parse(notice.at) - now)}.`;
    case 'engine_unreachable':
      return `The workflow engine has been unreachable for ${durationWords(now - Date.parse(notice.since))}. Nothing is lost: it goes on by itself when the engine is back.`;
  }
}
