import type { ClaimedEmail } from '@milepost/db/notifications/email-outbox';

export interface MailFrame {
  from: string;
  /** Where people open the console, without a slash at its end. */
  consoleUrl: string;
}

const WORDS: Record<ClaimedEmail['kind'], string> = {
  needs_decision: 'needs a decision',
  interrupted: 'was interrupted',
  failed: 'failed',
  completed: 'succeeded',
  cancelled: 'was cancelled',
};

/** The e-mail of a notification, as text. Its Message-ID is the row's: sent twice, it is the same message. Pure. */
export function messageOf(email: ClaimedEmail, { from, consoleUrl }: MailFrame) {
  const { id, address, kind, operationId, title, sentence, at } = email;
  return {
    from,
    to: address,
    subject: `${title} ${WORDS[kind]}`,
    text: [
      `${title} ${WORDS[kind]}.`,
      sentence,
      `${consoleUrl}/operations/${operationId}`,
      `You asked for this e-mail in the settings: ${consoleUrl}/settings`,
    ].join('\n\n'),
    date: at,
    messageId: `<${id}@${new URL(consoleUrl).hostname}>`,
    headers: { 'Auto-Submitted': 'auto-generated' },
  };
}
