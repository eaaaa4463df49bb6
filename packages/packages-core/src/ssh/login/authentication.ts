import type ssh2 from 'ssh2';
import type { AuthHandlerMiddleware, AuthenticationType, ConnectConfig } from 'ssh2';
import type { LoginProblem } from '@milepost/contract/errors/login-problem';
import { HostError } from '../../engine/host-error';
import type { SshLogin } from '../transport/target';

/** What the server answered to the login so far. */
export interface LoginProgress {
  /** It accepted one step and asks for another. */
  partial: boolean;
  /** The methods with which it would go on; empty before its first answer. */
  methods: string[];
}

/** The part of ssh2's settings that is about the login; `progress` is kept up to date while it is tried. */
export function authentication(
  login: SshLogin,
  client: ssh2.Client,
): { config: Partial<ConnectConfig>; progress: LoginProgress } {
  const progress: LoginProgress = { partial: false, methods: [] };
  if ('privateKey' in login) {
    const authHandler = inOrder(['none', 'publickey'], progress);
    const { privateKey, passphrase } = login;
    return { config: { privateKey, passphrase, authHandler }, progress };
  }
  // Many servers take a password only as the answer to a question.
  client.on('keyboard-interactive', (...[, , , prompts, finish]) =>
    finish(prompts.map(() => login.password)),
  );
  const authHandler = inOrder(['none', 'password', 'keyboard-interactive'], progress);
  return { config: { password: login.password, tryKeyboard: true, authHandler }, progress };
}

/** ssh2's own order, with an ear for what the server answers. */
function inOrder(methods: AuthenticationType[], progress: LoginProgress): AuthHandlerMiddleware {
  const left = [...methods];
  return (accepted: AuthenticationType[] | null, partial: boolean | null, next) => {
    if (accepted) progress.methods = accepted;
    if (partial) progress.partial = true;
    // ssh2 takes `false` for "no more"; its types do not say so.
    next((left.shift() ?? false) as AuthenticationType);
  };
}

/** Why a login was refused, from what the server answered. */
export function loginRefused(
  { host, username, login }: { host: string; username: string; login: SshLogin },
  { partial, methods }: LoginProgress,
): HostError {
  const means = 'privateKey' in login ? 'key' : 'password';
  const refused = (problem: LoginProblem): HostError => new HostError('authentication_refused', problem);
  const refusal = { host, username, means, accepted: methods } as const;
  if (partial) return refused({ code: 'second_step_required', ...refusal });
  const offered = means === 'key' ? ['publickey'] : ['password', 'keyboard-interactive'];
  if (methods.length > 0 && !methods.some((method) => offered.includes(method)))
    return refused({ code: 'method_not_accepted', ...refusal });
  return refused(
    means === 'key' ? { code: 'key_rejected', host, username } : { code: 'password_rejected', host },
  );
}
