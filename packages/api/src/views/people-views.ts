/** What the console shows of people and notifications: as views.ts. */
import type { Role } from './views';

/** One entry of the bell; also shown as a toast and sent by email. It is about an operation, or general. */
export interface NotificationView {
  id: string;
  operationId: string | null;
  /** The server that a general one is about, if it is about one. */
  serverId: string | null;
  kind:
    | 'needs_decision'
    | 'interrupted'
    | 'failed'
    | 'completed'
    | 'canceled'
    | 'server_unreachable'
    | 'server_reachable'
    | 'server_rebuilt'
    | 'person_joined';
  /** The operation's title ("Install nginx on web-1"), or a whole headline ("web-1 is unreachable"). */
  title: string;
  sentence: string;
  at: string;
  /** By the user who asks. */
  read: boolean;
}

/** What the bell shows: the latest, and how many of all are unread. */
export interface Notifications {
  items: NotificationView[];
  unread: number;
}

/** `mine`: when an operation that the user requested needs a decision or fails; `any`: every notification. */
export type EmailPreference = 'never' | 'mine' | 'any';

export interface MailSettings {
  preference: EmailPreference;
  /** The address that emails come from; null: this console has no mail server to send by. */
  from: string | null;
  /** Why the latest email was not accepted by the mail server; null when all is well. */
  problem: string | null;
}

/** How a person is shown instead of the email address. */
export interface PersonName {
  name: string;
  email: string;
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

/** What the page of an invitation's link shows before anyone joins. */
export interface InvitationOffer {
  email: string;
  role: Role;
  /** The name of the owner who created it. */
  invitedBy: string;
}

/** A one-time link that nobody has used yet. The link itself is shown once, to who made it. */
export interface InvitationView {
  id: string;
  /** The only address that can join by it. */
  email: string;
  role: Role;
  /** The name of the owner who created it. */
  createdBy: string;
  createdAt: string;
  expiresAt: string;
}
