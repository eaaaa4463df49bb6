import type { NotificationContent } from '../notification-content';
import { conclusionMessage } from './conclusions';
import { serverProblemMessage } from './errors/server-errors';

/** How the operation of a notification fares, after its title. */
const OUTCOMES = {
  needs_decision: 'needs a decision',
  interrupted: 'was interrupted',
  failed: 'failed',
  completed: 'succeeded',
  canceled: 'was canceled',
} as const;

type OutcomeKind = keyof typeof OUTCOMES;

interface Subject {
  /** Null where the notification is about no operation. */
  operationTitle: string | null;
  content: NotificationContent;
}

/** What a notification is about: an operation's title, or the complete headline of a general one. */
export function notificationTitle({ operationTitle, content }: Subject): string {
  if (operationTitle !== null) return operationTitle;
  switch (content.code) {
    case 'server_unreachable':
      return `${content.server} is unreachable`;
    case 'servers_unreachable':
      return `${content.servers.length} servers are unreachable`;
    case 'server_reachable':
      return `${content.server} is reachable again`;
    case 'server_rebuilt':
      return `${content.server} was rebuilt`;
    case 'person_joined':
      return `${content.name} joined as ${content.role}`;
    case 'text':
      return content.title ?? 'Notification';
    case 'concluded':
    case 'interrupted':
      return 'An operation';
  }
}

/** What a notification of a kind says after its title; null where the title is a complete headline. */
function outcomeOfKind(kind: string): string | null {
  return Object.hasOwn(OUTCOMES, kind) ? OUTCOMES[kind as OutcomeKind] : null;
}

/** "Install nginx on web-1 failed", from a title as `notificationTitle` gives it. */
export function notificationHeadline({ kind, title }: { kind: string; title: string }): string {
  const outcome = outcomeOfKind(kind);
  return outcome === null ? title : `${title} ${outcome}`;
}

/** The console's page about a notification. */
export function notificationPath({
  operationId,
  serverId,
  kind,
}: {
  operationId: string | null;
  serverId: string | null;
  kind: string;
}): string {
  if (operationId !== null) return `/operations/${operationId}`;
  if (serverId !== null) return `/servers/${serverId}`;
  return kind === 'person_joined' ? '/settings#people' : '/servers';
}

/** More names do not help. */
const MAX_NAMES = 5;

/** The sentences under the headline. */
export function notificationMessage(content: NotificationContent): string {
  switch (content.code) {
    case 'concluded':
      return conclusionMessage(content.conclusion);
    case 'interrupted':
      return 'The Temporal workflow was terminated. The operation is on hold until someone resumes it.';
    case 'server_unreachable':
      return serverProblemMessage(content.reason);
    case 'servers_unreachable':
      return `${listNames(content.servers)}. If all of them are, check the network of the machine that runs Milepost’s worker.`;
    case 'server_reachable':
      return `It was unreachable for ${formatOutage(content.ms)}.`;
    case 'server_rebuilt':
      return 'It has another machine ID than before: what was installed there is not known. On its page, install it again, or delete the records.';
    case 'person_joined':
      return `${content.email}, invited by ${content.invitedBy}.`;
    case 'text':
      return content.text;
  }
}

function listNames(names: string[]): string {
  const named = names.slice(0, MAX_NAMES).join(', ');
  const more = names.length - MAX_NAMES;
  return more > 0 ? `${named} and ${more} more` : named;
}

/** What an e-mail says last. */
export const emailSettingsNote = (settingsUrl: string): string =>
  `You asked for this e-mail in the settings: ${settingsUrl}`;

/** "40 s", "4 min", "2 h 5 min". */
function formatOutage(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const remainder = minutes % 60;
  return remainder === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${remainder} min`;
}
