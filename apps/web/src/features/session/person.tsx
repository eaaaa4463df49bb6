'use client';

import { trpc } from '../../api/trpc';

const READ_AGAIN_MS = 5 * 60_000;

/** Somebody by name, with the email address on hover. Who was removed since is shown by the address, which rows keep. */
export function Person({ email }: { email: string }) {
  const name = useNameOf()(email);
  return name === email ? email : <span title={email}>{name}</span>;
}

/** Finds the name of an email address; the address itself where nobody has it any more. */
export function useNameOf(): (email: string) => string {
  const { data } = trpc.people.names.useQuery(undefined, { staleTime: READ_AGAIN_MS });
  return (email) => data?.find((person) => person.email === email)?.name ?? email;
}
