/** What the console is given to draw of people and of what they are told: as views.ts. */
import type { Role } from './views';

/** What everybody is told of an operation: in the bell, as a toast, by e-mail. */
export interface NotificationView {
  id: string;
  operationId: string;
  kind: 'needs_decision' | 'interrupted' | 'failed' | 'completed' | 'cancelled';
  /** "Install nginx on web-1" */
  title: string;
  sentence: string;
  at: string;
  /** By the viewer. */
  read: boolean;
}

/** What the bell shows: the latest, and how many of all are unread. */
export interface Notifications {
  items: NotificationView[];
  unread: number;
}

/** `mine`: when an operation that the viewer asked for needs a decision or fails; `any`: whatever the bell tells. */
export type MailWish = 'never' | 'mine' | 'any';

export interface MailSettings {
  wish: MailWish;
  /** The address that e-mails come from; null: this console has no mail server to send by. */
  from: string | null;
  /** Why the latest e-mail was not accepted by the mail server; null when all is well. */
  problem: string | null;
}

/** Somebody who can sign in. */
export interface PersonView {
  id: string;
  name: string;
  email: string;
  role: Role;
  joinedAt: string;
  /** When a session of theirs was last begun or renewed; null where there is none. */
  seenAt: string | null;
}

/** A one-time link that nobody has used yet. The link itself is shown once, to who made it. */
export interface InvitationView {
  id: string;
  role: Role;
  /** Whom it is for, in the words of who made it. */
  note: string;
  createdBy: string;
  createdAt: string;
  expiresAt: string;
}
