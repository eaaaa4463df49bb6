import {
  emailSettingsNote,
  notificationHeadline,
  notificationMessage,
  notificationPath,
  notificationTitle,
} from '@milepost/contract/messages/notifications';
import type { ClaimedEmail } from '@milepost/db/notifications/email-outbox';

export interface MailFrame {
  from: string;
  /** Where people open the console, without a slash at its end. */
  consoleUrl: string;
}

/** The e-mail of a notification, as text. Its Message-ID is the row's: sent twice, it is the same message. Pure. */
export function messageOf(email: ClaimedEmail, { from, consoleUrl }: MailFrame) {
  const { id, address, kind, content, at } = email;
  const headline = notificationHeadline({ kind, title: notificationTitle(email) });
  return {
    from,
    to: address,
    subject: headline,
    text: [
      `${headline}.`,
      notificationMessage(content),
      `${consoleUrl}${notificationPath(email)}`,
      emailSettingsNote(`${consoleUrl}/settings`),
    ].join('\n\n'),
    date: at,
    messageId: `<${id}@${new URL(consoleUrl).hostname}>`,
    headers: { 'Auto-Submitted': 'auto-generated' },
  };
}
