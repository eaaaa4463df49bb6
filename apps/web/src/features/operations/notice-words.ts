import type { Notice } from '@milepost/api/views';

import { durationWords } from '../../time/words';

/** What an operation waits for, in a few words, for a row. `now` is milliseconds since the epoch. */
export function noticeWords(notice: Notice, now: number): string {
  switch (notice.kind) {
    case 'lane':
      return `Place ${notice.place}, behind ${notice.behind}`;
    case 'blocked':
      return `Blocked: ${notice.command}`;
    case 'waiting':
      return `Waiting for ${notice.for}, ${durationWords(now - Date.parse(notice.since))}`;
    case 'reconnecting':
      return `Reconnecting, attempt ${notice.attempt}, no answer for ${durationWords(now - Date.parse(notice.since))}`;
    case 'retrying':
      return `${capital(notice.label)}; again in ${durationWords(Date.parse(notice.at) - now)}, ${notice.attempt} of ${notice.of}`;
    case 'engine_unreachable':
      return 'The workflow engine is unreachable';
  }
}

/** The same as whole sentences with their consequence, for the operation's own page. */
export function noticeSentence(notice: Notice, server: string, now: number): string {
  switch (notice.kind) {
    case 'lane':
      return `One operation at a time changes ${server}: this one is at place ${notice.place}, behind ${notice.behind}. It starts by itself.`;
    case 'blocked':
      return `Nothing goes on at ${server} before it is known whether an earlier command has ended: ${notice.command}.`;
    case 'waiting':
      return `Waiting for ${notice.for}, ${durationWords(now - Date.parse(notice.since))} so far. It goes on by itself.`;
    case 'reconnecting':
      return `Reconnecting, attempt ${notice.attempt}: ${server} has not answered for ${durationWords(now - Date.parse(notice.since))} (${notice.reason}). The command goes on there by itself; the output continues where it stopped.`;
    case 'retrying':
      return `${capital(notice.label)}. That heals by itself: again in ${durationWords(Date.parse(notice.at) - now)}, ${notice.attempt} of ${notice.of}.`;
    case 'engine_unreachable':
      return `The workflow engine has been unreachable for ${durationWords(now - Date.parse(notice.since))}. Nothing is lost: it goes on by itself when the engine is back.`;
  }
}

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
