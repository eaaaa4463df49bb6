import type {
  AccessProblem,
  OperationRequestProblem,
  ProtocolProblem,
  RequestProblem,
} from '../../errors/request-problem';
import { ACCOUNT_MESSAGES } from './account-errors';
import type { MessagesOf } from './messages-of';
import { SERVER_REQUEST_MESSAGES } from './server-request-errors';

/** Why the API rejects a request, in a sentence for people. Pure. */
export function requestErrorMessage(problem: RequestProblem): string {
  const message = MESSAGES[problem.code] as (problem: RequestProblem) => string;
  return message(problem);
}

const ACCESS_MESSAGES: MessagesOf<AccessProblem> = {
  sign_in_required: () => 'Sign in to continue.',
  signed_out: () => 'You have been signed out.',
  operators_only: () => 'Only operators and owners can do this.',
  owners_only: () => 'Only owners can do this.',
};

const OPERATION_MESSAGES: MessagesOf<OperationRequestProblem> = {
  operation_not_found: () => 'Operation not found.',
  package_not_found: () => 'Package not found.',
  installation_not_found: () => 'Installation not found.',
  operation_unknown: (problem) => `No operation of ${problem.package} has this name.`,
  settings_outdated: (problem) =>
    `The stored settings of ${problem.package} do not fit this version of Milepost. Change them first, then try again.`,
  resume_time_past: () => 'Choose a time in the future to resume at.',
  operation_elsewhere: () => 'That operation belongs to a different installation.',
  data_unconfirmed: ({ paths }) =>
    `Data that is in use would no longer be read: ${paths.join(', ')}. Confirm that, or keep the settings of the data.`,
  plan_changed: () => 'The plan has changed since you saw it. Review it again, then confirm.',
  plan_not_compiled: () =>
    'The worker has not compiled this plan yet. It does so before the operation starts.',
  plan_replaced: () => 'A newer plan for this server replaced this one. Check it again.',
  preview_canceled: () => 'The preview was canceled.',
  stack_not_found: () => 'Stack not found.',
  stack_run_not_found: () => 'Stack run not found.',
  stack_name_taken: ({ name }) => `There is a stack called “${name}” already. Choose another name.`,
  stack_packages_missing: ({ packages }) =>
    `The catalog does not have all of its packages: ${packages.join(', ')}.`,
  stack_parent_left_out: ({ title, parent }) => `${title} belongs to ${parent}. Choose that as well.`,
  stack_package_incomplete: ({ title }) =>
    `${title} is not installed completely, so its settings cannot be saved.`,
  system_unknown: ({ name }) =>
    `The operating system of ${name} is unknown. Remove the server and add it again.`,
  package_not_installed: (problem) => `${problem.package} is not installed on ${problem.name}.`,
};

const PROTOCOL_MESSAGES: MessagesOf<ProtocolProblem> = {
  address_unknown: () => 'There is nothing at this address.',
  origin_foreign: () => 'This request does not come from a page of this console.',
  length_missing: () => 'The request needs a Content-Length.',
  request_too_large: () => 'The request is too large.',
  batch_too_large: ({ most }) => `One request calls at most ${most} procedures.`,
  request_too_deep: () => 'The request is nested too deeply.',
  input_not_json: () => 'Send the input of the request as JSON.',
  content_type_not_json: () => 'Send the request as application/json.',
  body_not_json: () => 'The request is not valid JSON.',
  characters_not_storable: () => 'The request contains characters that cannot be stored.',
  field_not_storable: () => 'The text contains a character that cannot be stored. Delete it and try again.',
  post_required: () => 'Request a preview with POST.',
  stream_input_invalid: () => 'The input of the stream is not valid.',
  stream_interrupted: () => 'Live updates are interrupted and resume automatically.',
  too_many_requests: ({ seconds }) => `Too many requests. Try again in ${seconds} s.`,
  too_many_streams: ({ most }) =>
    `Live updates are open ${most} times in this session. Close some of its windows.`,
  console_busy: () => 'The console is busy. Try again in a few seconds.',
  database_away: () => 'The database is not responding.',
  unexpected: ({ id }) => `Something went wrong on our side. The log has the details under ${id}.`,
};

const MESSAGES: MessagesOf<RequestProblem> = {
  ...ACCESS_MESSAGES,
  ...ACCOUNT_MESSAGES,
  ...OPERATION_MESSAGES,
  ...PROTOCOL_MESSAGES,
  ...SERVER_REQUEST_MESSAGES,
};

/** What tRPC itself rejects, by its code: its own messages quote parsers and paths. */
const TRPC_MESSAGES: Record<string, string> = {
  PARSE_ERROR: 'The request could not be read as JSON.',
  BAD_REQUEST: 'The request could not be read.',
  NOT_FOUND: 'The API has no such procedure.',
  METHOD_NOT_SUPPORTED: 'The procedure cannot be called with this HTTP method.',
  UNSUPPORTED_MEDIA_TYPE: 'Send the input of the request as JSON.',
  PAYLOAD_TOO_LARGE: 'The request is too large.',
  INTERNAL_SERVER_ERROR: 'Something went wrong on our side.',
};

/** Pure. `code`: tRPC's. */
export const trpcErrorMessage = (code: string): string => TRPC_MESSAGES[code] ?? 'The request failed.';
