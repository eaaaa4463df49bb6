import type {
  ConnectFailure,
  HostProblem,
  RejectionReason,
  SshAlgorithmKind,
} from '../../errors/host-problem';
import { loginErrorMessage } from './login-errors';
import { toSentence } from './printed';

/** Why a server could not be used, in a sentence for people. Pure. */
export function hostProblemMessage(problem: HostProblem): string {
  switch (problem.code) {
    case 'connect_failed':
      return `Cannot reach ${problem.host}, port ${problem.port}: ${CONNECT_FAILURES[problem.failure]}.`;
    case 'no_common_algorithm': {
      const { what, setting } = ALGORITHMS[problem.kind];
      return `${problem.host} and Milepost have no ${what} in common. The server offers ${listed(problem.theirs)}; Milepost offers ${listed(problem.ours)}. Allow one of these in ${setting} in the server’s sshd_config.`;
    }
    case 'no_host_key':
      return `${problem.host} offers no host key.`;
    case 'host_key_changed':
      return `${problem.host} answered with another host key than the one that was confirmed: nothing was sent.`;
    case 'host_key_unconfirmed':
      return `Nobody has confirmed the host key of ${problem.serverName} yet.`;
    case 'link_lost':
      return `The connection to ${problem.host} was lost.`;
    case 'protocol_violated':
      return `${problem.host} sent ${problem.violation === 'too_much' ? 'more than expected' : 'an answer that cannot be read'}. The connection was closed.`;
    case 'server_unusable':
      return toSentence(
        `${problem.host} cannot be used: ${problem.printed || `exit code ${problem.exitCode}`}`,
      );
    case 'spool_unreadable':
      return `${problem.host} cannot be used: it gives no account of its spool.`;
    case 'command_failed':
      return toSentence(
        problem.printed || `A command failed on the server with exit code ${problem.exitCode}`,
      );
    case 'rejected':
      return rejectionMessage(problem.reason, problem.detail);
    case 'secrets_unavailable':
      return 'The secrets of this step cannot be opened.';
    case 'no_credential':
      return `${problem.serverName} has no ${problem.kind} login.`;
    case 'key_no_longer_accepted':
      return 'It no longer accepts Milepost’s key.';
    case 'server_abandoned':
      return `The server is unreachable (${hostProblemMessage(problem.problem).replace(/[.]$/, '')}).`;
    default:
      return loginErrorMessage(problem);
  }
}

const CONNECT_FAILURES: Record<ConnectFailure, string> = {
  refused: 'nothing listens there',
  no_route: 'no route to it',
  unknown_name: 'its name is not known',
  name_lookup_failed: 'its name could not be looked up',
  no_answer: 'no answer',
  no_ssh: 'no SSH server answered',
};

/** `setting`: of sshd_config(5). */
const ALGORITHMS: Record<SshAlgorithmKind, { what: string; setting: string }> = {
  key_exchange: { what: 'key exchange algorithm', setting: 'KexAlgorithms' },
  host_key: { what: 'host key algorithm', setting: 'HostKeyAlgorithms' },
  cipher: { what: 'cipher', setting: 'Ciphers' },
  mac: { what: 'message authentication code', setting: 'MACs' },
};

const MOST_NAMES = 8;
const listed = (names: readonly string[]): string =>
  names.length > MOST_NAMES ? `${names.slice(0, MOST_NAMES).join(', ')} …` : names.join(', ');

/** Why a server's supervisor started nothing. `detail` is what the supervisor said. Pure. */
function rejectionMessage(reason: RejectionReason, detail: string): string {
  switch (reason) {
    case 'fenced':
      return 'The server has received a later decision on this operation.';
    case 'closed':
      return 'This operation is over for the server.';
    case 'conflict':
      return 'The server already has another command under the same name.';
    case 'spool_changed':
      return "Milepost's records on the server were deleted: whether this step ran is not known.";
    case 'spool_restored':
      return "Milepost's records on the server were put back from an older copy: whether this step ran is not known.";
    case 'rebooted':
      return 'The server was restarted before it recorded this step: whether it ran is not known.';
    case 'malformed':
      return `The server could not read the command (${detail}).`;
    case 'disk_full':
      return "The server's disk is full: the command was not started.";
    case 'busy':
      return 'The server is too busy to start the command.';
  }
}
