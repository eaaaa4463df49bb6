/** The request never got there, or its answer never came back. */
export const UNREACHED = 0;

/** The status that a request for a session was refused with; null where it was not, UNREACHED where there was no answer. */
export async function refusedWith(
  asked: Promise<{ error: { status: number } | null }>,
): Promise<number | null> {
  try {
    const { error } = await asked;
    return error?.status ?? null;
  } catch {
    return UNREACHED;
  }
}
