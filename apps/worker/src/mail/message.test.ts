import { expect, test } from 'vitest';
import type { ClaimedEmail } from '@milepost/db/notifications/email-outbox';
import { messageOf } from './message';

const frame = { from: 'milepost@example.com', consoleUrl: 'https://milepost.example.com' };
const email: ClaimedEmail = {
  ...{ id: 'e1', address: 'ada@example.com', tries: 1, at: new Date(0), operationTitle: null },
  ...{ kind: 'server_unreachable', operationId: null, serverId: 'web-1' },
  content: { code: 'server_unreachable', server: 'web-1', reason: { code: 'link_lost', host: '192.0.2.1' } },
};

test('the e-mail of a general notification has its headline as subject and links to the server', () => {
  const { subject, text } = messageOf(email, frame);
  expect(subject).toBe('web-1 is unreachable');
  expect(text).toContain('The connection to 192.0.2.1 was lost.');
  expect(text).toContain('https://milepost.example.com/servers/web-1');
});

test('the e-mail about a person who joined links to the people in the settings', () => {
  const joined = { ...email, kind: 'person_joined', serverId: null } as const;
  expect(messageOf(joined, frame).text).toContain('https://milepost.example.com/settings#people');
});

test('the e-mail about an operation says what became of it and links to it', () => {
  const failed = {
    ...email,
    kind: 'failed',
    operationId: 'o1',
    serverId: null,
    operationTitle: 'Install nginx',
  } as const;
  const { subject, text } = messageOf(failed, frame);
  expect(subject).toBe('Install nginx failed');
  expect(text).toContain('https://milepost.example.com/operations/o1');
});
