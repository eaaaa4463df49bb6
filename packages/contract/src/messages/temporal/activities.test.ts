import { expect, it } from 'vitest';
import { activityMessage, INSPECTION_TITLES } from './activities';
import type { ActivityState } from './activities';

it.each<[ActivityState, string]>([
  [{ code: 'milestone', n: 2, of: 6, label: 'Installing nginx' }, '2/6 Installing nginx'],
  [{ code: 'inspection', kind: 'enroll' }, 'Enrolling the server'],
  [{ code: 'closing' }, 'Verifying that nothing of it runs on the server'],
  [{ code: 'verifying_stopped' }, 'Verifying that nothing of an earlier command runs on the server'],
  [{ code: 'waiting_for_dpkg', processes: ['7:dpkg'] }, 'Waiting for dpkg to finish (7:dpkg)'],
  [{ code: 'server_silent', server: 'web-1', seconds: 5 }, 'web-1 has not responded for 5 s'],
  [
    { code: 'reconnecting', server: 'web-1', attempt: 3, problem: { code: 'link_lost', host: '192.0.2.1' } },
    'Reconnecting to web-1, attempt 3: The connection to 192.0.2.1 was lost.',
  ],
])('%j', (state, expected) => {
  expect(activityMessage(state)).toBe(expected);
});

it.each(Object.entries(INSPECTION_TITLES))('the title of %s is a few words', (_, title) => {
  expect(title).toMatch(/^[A-Z][\w ]+\w$/);
});
