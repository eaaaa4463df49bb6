/** The request never got there, or its answer never came back. */
export const NETWORK_ERROR = 0;

/** Why a request for a session was refused. */
export interface AuthError {
  /** The HTTP status; UNREACHED where there was no answer. */
  status: number;
  /** The console's sentence, where it has one. */
  message: string | undefined;
}

/** Why a request for a session was refused; null where it was not. */
export async function authErrorOf(
  response: Promise<{ error: { status: number; message?: string } | null }>,
): Promise<AuthError | null> {
  try {
    const { error } = await response;
    return error && { status: error.status, message: error.message };
  } catch {
    return { status: NETWORK_ERROR, message: undefined };
  }
}
