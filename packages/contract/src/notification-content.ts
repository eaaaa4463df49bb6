import type { Conclusion } from './conclusion';
import type { ServerProblem } from './errors/server-problem';

/** What people are notified of. Rows hold it; messages/notifications.ts has the text. No secret. */
export type NotificationContent =
  /** An operation ended, or waits for a decision. */
  | { code: 'concluded'; conclusion: Conclusion }
  | { code: 'interrupted' }
  | { code: 'server_unreachable'; server: string; reason: ServerProblem }
  /** `servers`: all names, in order. */
  | { code: 'servers_unreachable'; servers: string[] }
  /** `ms`: how long it was unreachable, in milliseconds. */
  | { code: 'server_reachable'; server: string; ms: number }
  | { code: 'server_rebuilt'; server: string }
  | { code: 'person_joined'; name: string; role: string; email: string; invitedBy: string }
  /** Stored by an earlier version. `title`: null where the operation's title is the headline. */
  | { code: 'text'; title: string | null; text: string };
