import type { InspectionProblem, ServerProblem } from '../../errors/server-problem';
import { hostProblemMessage } from './connection-errors';
import { rootLoginMessage } from './login-errors';
import { planProblemMessage } from './plan-errors';
import { toSentence } from './printed';

/** What is wrong with a server, in sentences for people. Pure. */
export function serverProblemMessage(problem: ServerProblem): string {
  const message = problemMessage(problem);
  return problem.keyMayRemain === true ? `${message} ${KEY_MAY_REMAIN}` : message;
}

const KEY_MAY_REMAIN = 'Milepost’s key may still be in /root/.ssh/authorized_keys on the server.';

function problemMessage(problem: ServerProblem): string {
  if (problem.code === 'text') return toSentence(problem.text);
  return isInspectionProblem(problem) ? inspectionProblemMessage(problem) : hostProblemMessage(problem);
}

const INSPECTION_CODES: Record<InspectionProblem['code'], true> = {
  server_removed: true,
  not_confirmed: true,
  operation_open: true,
  no_login: true,
  login_sealed_elsewhere: true,
  plan_rejected: true,
  unsupported_system: true,
  no_machine_id: true,
  machine_known: true,
  root_login_forbidden: true,
  processes_remaining: true,
  stop_not_verified: true,
  unwanted: true,
  not_checkable: true,
  engine_unreachable: true,
  unexpected: true,
};

const isInspectionProblem = (problem: ServerProblem): problem is InspectionProblem =>
  Object.hasOwn(INSPECTION_CODES, problem.code);

function inspectionProblemMessage(problem: InspectionProblem): string {
  switch (problem.code) {
    case 'server_removed':
      return 'This server was removed.';
    case 'not_confirmed':
      return `The host key of ${problem.serverName} is not confirmed: nothing is sent to it. Confirm its fingerprint first.`;
    case 'operation_open':
      return `An operation on ${problem.serverName} is not finished yet.`;
    case 'no_login':
      return 'The login was deleted after use. Enter it again.';
    case 'login_sealed_elsewhere':
      return 'The login was stored for another address or by another worker key. Enter it again.';
    case 'plan_rejected':
      return planProblemMessage(problem.problem);
    case 'unsupported_system':
      return `Milepost works on Debian and Ubuntu; ${problem.system === null ? 'it does not say what it runs' : `it runs ${problem.system}`}.`;
    case 'no_machine_id':
      return `${problem.serverName} has no /etc/machine-id.`;
    case 'machine_known':
      return `This machine is already here as ${problem.serverName}.`;
    case 'root_login_forbidden':
      return `${problem.serverName} refuses Milepost’s key for root. ${problem.cause === null ? 'The log of sshd on the server has the reason: journalctl -u ssh.' : rootLoginMessage(problem.cause)}`;
    case 'processes_remaining':
      return `These processes would not end: ${problem.processes.join(', ')}.`;
    case 'stop_not_verified':
      return `It cannot be verified now: ${problem.problem === null ? 'the server does not respond.' : hostProblemMessage(problem.problem)}`;
    case 'unwanted':
      return 'Nobody waits for this check any more.';
    case 'not_checkable':
      return 'Only an active installation without an open operation can be compared with its server.';
    case 'engine_unreachable':
      return 'Temporal could not be reached, so nothing was started. Try again in a moment.';
    case 'unexpected':
      return 'The server could not be enrolled because of an error in Milepost. The worker’s log has the details. Try again.';
  }
}
