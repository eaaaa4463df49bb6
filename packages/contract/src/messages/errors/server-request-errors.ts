import type { ServerRequestProblem } from '../../errors/request-problem';
import type { MessagesOf } from './messages-of';

/** About adding, connecting, checking and removing servers. */
export const SERVER_REQUEST_MESSAGES: MessagesOf<ServerRequestProblem> = {
  server_not_found: () => 'Server not found.',
  server_removed: ({ name }) => `${name} was removed.`,
  server_awaits_confirmation: ({ name }) => `Confirm the host key of ${name} first.`,
  server_enrolling: ({ name }) => `${name} is still being connected. Try again in a moment.`,
  server_not_enrolled: ({ name, reason }) =>
    `${name} could not be connected. ${reason ?? 'Try again on its page.'}`,
  server_host_key_changed: ({ name }) =>
    `The host key of ${name} has changed: nothing is sent to it until you confirm the new one.`,
  server_not_connected: ({ name }) => `${name} is not connected yet.`,
  server_connected: ({ name }) => `${name} is already connected.`,
  server_not_checked: ({ name }) => `${name} was not checked in time. Make sure that a worker is running.`,
  server_not_cleaned_up: ({ name, reason }) =>
    `${name} was not removed, because Milepost’s key and files could not be removed from it: ${reason}`,
  server_name_taken: ({ name }) => `A server named ${name} already exists.`,
  server_address_taken: ({ name }) => `This address is already here as ${name}.`,
  host_key_not_read: ({ name }) => `The host key of ${name} has not been read yet. Try again on its page.`,
  host_key_differs: ({ name, fingerprint }) =>
    `${name} shows the key ${fingerprint}, which is not the one you confirmed: compare it again.`,
  username_missing: () => 'Enter the user name.',
  login_missing: () => 'The login was deleted after use. Enter it again.',
  engine_unreachable: () => 'Temporal cannot be reached right now.',
  worker_silent: () => 'The worker did not respond.',
  answer_late: ({ seconds }) =>
    `No answer within ${seconds} s. Make sure that a worker is running and the server responds.`,
  inspection_failed: () => 'The server could not be queried. See the worker’s log.',
  inspection_replaced: () => 'A newer check replaced it.',
};
