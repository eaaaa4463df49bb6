import type { LoginProblem, RootLoginCause } from '../../errors/login-problem';
import { serverSaid } from './printed';

/** Why a login cannot be used, in sentences for people. Pure. */
export function loginErrorMessage(problem: LoginProblem): string {
  switch (problem.code) {
    case 'private_key_unreadable':
      return `The private key cannot be read: ${problem.reason === 'passphrase' ? 'its passphrase is missing or wrong' : 'it is in no known format'}.`;
    case 'key_rejected':
      return `${problem.host} does not accept this key for ${problem.username}.`;
    case 'password_rejected':
      return `Wrong user name or password for ${problem.host}.`;
    case 'method_not_accepted': {
      const { host, username, means, accepted } = problem;
      const advice = means === 'password' && accepted.includes('publickey') ? ' Use a private key.' : '';
      return `${host} does not accept a ${means} for ${username}, only ${accepted.join(', ')}.${advice}`;
    }
    case 'second_step_required':
      return `${problem.host} accepted the ${problem.means} of ${problem.username} and then asks for a second step (${problem.accepted.join(', ')}). Milepost can log in with one step only: change AuthenticationMethods in the server’s sshd_config, or use another user.`;
    case 'password_expired':
      return `The password of ${problem.username} on ${problem.host} has expired. Log in to it once by hand, choose a new one, and try again.${serverSaid(problem.printed)}`;
    case 'no_login_shell':
      return `The user ${problem.username} on ${problem.host} has no login shell that runs commands. Give it one (usermod -s /bin/bash ${problem.username}) or use another user.${serverSaid(problem.printed)}`;
    case 'no_command_ran':
      return `The login of ${problem.username} on ${problem.host} was accepted, but ${
        problem.timedOut
          ? 'no command ran. Check the shell’s start-up files, such as .bashrc, for a program that takes its place.'
          : 'it does not run commands. Use a user with a normal shell.'
      }${serverSaid(problem.printed)}`;
    case 'input_swallowed':
      return `A start-up file of ${problem.username}’s shell on ${problem.host} reads the input that Milepost sends to its commands. Let it do so in interactive shells only: put “case $- in *i*) ;; *) return ;; esac” at the top of .bashrc.`;
    case 'sudo_password_required':
      return `sudo on ${problem.host} asks for the password of ${problem.username}. Enter it as well, under “Password for sudo”.`;
    case 'sudo_terminal_required':
      return `sudo on ${problem.host} works in a terminal only. Remove “Defaults requiretty” from /etc/sudoers, or log in as root.`;
    case 'sudo_password_rejected':
      return `sudo on ${problem.host} does not accept this password for ${problem.username}.`;
    case 'sudo_not_allowed':
      return `The user ${problem.username} may not use sudo on ${problem.host}. Use root, or a user who may.`;
    case 'key_not_installed':
      return `Milepost’s key could not be installed on ${problem.host}.${serverSaid(problem.printed) || ` The user ${problem.username} may not act as root.`}`;
  }
}

/** Why sshd rejects root's key, and what to change on the server. Pure. */
export function rootLoginMessage(cause: RootLoginCause): string {
  switch (cause.code) {
    case 'root_login_disabled':
      return `sshd does not let root log in (PermitRootLogin ${cause.value}). Set “PermitRootLogin prohibit-password”.`;
    case 'root_in_deny_users':
      return 'root is listed in DenyUsers. Remove it there.';
    case 'root_not_in_allow_users':
      return `AllowUsers lists ${cause.users.join(', ')} and not root. Add root to it.`;
    case 'root_group_in_deny_groups':
      return 'A group of root is listed in DenyGroups. Remove it there.';
    case 'no_root_group_in_allow_groups':
      return `AllowGroups lists ${cause.groups.join(', ')} and no group of root. Add root to one of them.`;
    case 'keys_disabled':
      return 'sshd accepts no keys (PubkeyAuthentication no). Set “PubkeyAuthentication yes”.';
    case 'more_methods_required':
      return `sshd asks for more than a key (AuthenticationMethods ${cause.methods.join(' ')}). Allow “publickey” alone for root.`;
    case 'other_key_files':
      return `sshd reads root’s keys from ${cause.files.join(' and ')}. Add “.ssh/authorized_keys” to AuthorizedKeysFile.`;
    case 'file_not_owned_by_root':
      return `${cause.path} belongs to ${cause.owner}, so sshd ignores root’s keys (StrictModes). Run “chown root ${cause.path}” on the server.`;
    case 'file_writable_by_others':
      return `Others may write to ${cause.path} (mode ${cause.mode}), so sshd ignores root’s keys (StrictModes). Run “chmod go-w ${cause.path}” on the server.`;
  }
}
