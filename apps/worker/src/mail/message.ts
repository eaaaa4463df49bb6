import type { ClaimedEmail } from '@milepost/db/notifications/email-outbox';

export interface MailFrame {
  from: string;
  /** Where people open the console, without a slash at its end. */
  consoleUrl: string;
}

/** What a notification of a kind says after an operation's title. The headline of a general one is complete. */
const OUTCOMES: Partial<Record<ClaimedEmail['kind'], string>> = {
  needs_decision: 'needs a decision',
  interrupted: 'was interrupted',
  failed: 'failed',
  completed: 'succeeded',
  canceled: 'was canceled',
};

/** The e-mail of a notification, as text. Its Message-ID is the row's: sent twice, it is the same message. Pure. */
export function messageOf(email: ClaimedEmail, { from, consoleUrl }: MailFrame) {
  const { id, address, kind, sentence, at } = email;
  const outcome = OUTCOMES[kind];
  const headline = outcome === undefined ? email.title : `${email.title} ${outcome}`;
  return {
    from,
    to: address,
    subject: headline,
    text: [
      `${headline}.`,
      sentence,
      `${consoleUrl}${pathOf(email)}`,
      `You asked for this e-mail in the settings: ${consoleUrl}/settings`,
    ].join('\n\n'),
    date: at,
    messageId: `<${id}@${new URL(consoleUrl).hostname}>`,
    headers: { 'Auto-Submitted': 'auto-generated' },
  };
}

/** The console's page about it. */
function pathOf({ operationId, serverId, kind }: ClaimedEmail): string {
  if (operationId !== null) return `/operations/${operationId}`;
  if (serverId !== null) return `/servers/${serverId}`;
  return kind === 'person_joined' ? '/settings#people' : '/servers';
}
