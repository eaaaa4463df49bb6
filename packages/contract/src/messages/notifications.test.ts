import { describe, expect, it } from 'vitest';
import type { NotificationContent } from '../notification-content';
import {
  emailSettingsNote,
  notificationHeadline,
  notificationMessage,
  notificationPath,
  notificationTitle,
} from './notifications';
import { expectSentence } from './testing/expect-sentence';

const MINUTE = 60_000;
const joined = { name: 'Grace', role: 'viewer', email: 'grace@example.com', invitedBy: 'Ada' };
const servers = (count: number): string[] => Array.from({ length: count }, (_, n) => `web-${n + 1}`);

const GENERAL: [NotificationContent, string, (string | number)[]][] = [
  [
    { code: 'server_unreachable', server: 'web-1', reason: { code: 'link_lost', host: '192.0.2.1' } },
    'web-1 is unreachable',
    ['192.0.2.1'],
  ],
  [{ code: 'servers_unreachable', servers: servers(2) }, '2 servers are unreachable', ['web-1, web-2.']],
  [{ code: 'servers_unreachable', servers: servers(7) }, '7 servers are unreachable', ['web-5 and 2 more.']],
  [{ code: 'server_reachable', server: 'web-1', ms: 4 * MINUTE }, 'web-1 is reachable again', ['4 min']],
  [{ code: 'server_rebuilt', server: 'web-1' }, 'web-1 was rebuilt', ['machine ID']],
  [{ code: 'person_joined', ...joined }, 'Grace joined as viewer', ['grace@example.com', 'Ada']],
  [{ code: 'text', title: 'web-1 is unreachable', text: 'No route.' }, 'web-1 is unreachable', ['No route.']],
];

describe('a general notification', () => {
  it.each(GENERAL)('%j', (content, title, shown) => {
    expect(notificationTitle({ operationTitle: null, content })).toBe(title);
    expectSentence(notificationMessage(content), shown);
  });

  it.each([
    [400, '1 s'],
    [40_000, '40 s'],
    [240_000, '4 min'],
    [7_500_000, '2 h 5 min'],
    [7_200_000, '2 h'],
  ])('gives an outage of %i ms as %s', (ms, expected) => {
    const content = { code: 'server_reachable', server: 'web-1', ms } as const;
    expect(notificationMessage(content)).toBe(`It was unreachable for ${expected}.`);
  });
});

describe('the notification of an operation', () => {
  const title = 'Install nginx on web-1';

  it.each<[string, NotificationContent, string]>([
    ['needs_decision', { code: 'concluded', conclusion: { code: 'incomplete' } }, 'needs a decision'],
    ['failed', { code: 'concluded', conclusion: { code: 'incomplete' } }, 'failed'],
    ['completed', { code: 'concluded', conclusion: { code: 'completed', milestones: 3 } }, 'succeeded'],
    ['canceled', { code: 'text', title: null, text: 'Canceled by ada.' }, 'was canceled'],
    ['interrupted', { code: 'interrupted' }, 'was interrupted'],
  ])('%s', (kind, content, outcome) => {
    const headline = notificationHeadline({
      kind,
      title: notificationTitle({ operationTitle: title, content }),
    });
    expect(headline).toBe(`${title} ${outcome}`);
    expectSentence(notificationMessage(content), []);
  });
});

it.each([
  [{ operationId: 'o1', serverId: null, kind: 'failed' }, '/operations/o1'],
  [{ operationId: null, serverId: 's1', kind: 'server_rebuilt' }, '/servers/s1'],
  [{ operationId: null, serverId: null, kind: 'server_unreachable' }, '/servers'],
  [{ operationId: null, serverId: null, kind: 'person_joined' }, '/settings#people'],
])('the page of %j is %s', (notification, path) => {
  expect(notificationPath(notification)).toBe(path);
});

it('an e-mail says where to end its kind', () => {
  expect(emailSettingsNote('https://milepost.example.com/settings')).toContain(
    'https://milepost.example.com/settings',
  );
});
