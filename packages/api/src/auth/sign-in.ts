import { requestErrorMessage } from '@milepost/contract/messages/errors/request-errors';
import { FIELD_MESSAGES } from '@milepost/contract/messages/errors/validation-errors';
import { countAttempt, takeBackAttempt } from '@milepost/db/sign-in/count-attempt';
import { z } from 'zod';
import type { Dependencies } from '../process/dependencies';
import { requestError } from '../errors/request-error';
import { clientAddress } from '../http/client-address';
import { parseJson } from '../http/parse-json';
import { passwordGate } from './password-gate';
import { signInLimits } from './sign-in-limits';

const credentials = z.object({
  email: z.email(FIELD_MESSAGES.email).max(254, FIELD_MESSAGES.emailTooLong),
  password: z
    .string(FIELD_MESSAGES.password)
    .min(1, FIELD_MESSAGES.password)
    .max(128, FIELD_MESSAGES.passwordTooLong),
});

/**
 * Signs in with email and password: the limits are ours, the rest is better-auth's. An account that does not exist
 * costs the same work and gets the same answers.
 */
export async function signIn(
  { auth, db, deviceCookies, log }: Dependencies,
  request: Request,
): Promise<Response> {
  const { email, password } = await parseJson(request, credentials);
  const [address, device] = [clientAddress(request), deviceCookies.read(request, email)];
  const attempt = await countAttempt(db, signInLimits({ email, address, device }));
  if ('refusedForMs' in attempt) {
    log.warn({ address }, 'A sign-in was refused after too many failed attempts');
    return tooManyAttempts(attempt.refusedForMs);
  }
  let status = 0;
  try {
    const work = () => auth.handler(withBody(request, { email, password }));
    const answer = await passwordGate.run(work, { first: device !== null });
    status = answer.status;
    if (answer.ok) return signedIn(answer, deviceCookies.issue(email));
  } finally {
    if (status !== 401) await takeBackAttempt(db, attempt, { succeeded: status === 200 });
  }
  if (status !== 401) throw new Error(`better-auth answered ${status} to a sign-in`);
  log.warn({ address }, 'A sign-in failed: wrong email or password');
  throw requestError('UNAUTHORIZED', { code: 'wrong_credentials' });
}

/** The session's token is in the cookie, which scripts cannot read, and not in the body. */
function signedIn({ headers }: Response, deviceCookie: string): Response {
  const answer = Response.json({ signedIn: true });
  for (const cookie of [...headers.getSetCookie(), deviceCookie]) answer.headers.append('set-cookie', cookie);
  return answer;
}

function tooManyAttempts(refusedForMs: number): Response {
  const seconds = Math.ceil(refusedForMs / 1000);
  const message = requestErrorMessage({ code: 'too_many_attempts', seconds });
  const headers = { 'retry-after': String(seconds) };
  return Response.json({ code: 'TOO_MANY_REQUESTS', message }, { status: 429, headers });
}

function withBody(request: Request, body: unknown): Request {
  const headers = new Headers(request.headers);
  headers.delete('content-length');
  return new Request(request.url, { method: 'POST', headers, body: JSON.stringify(body) });
}
