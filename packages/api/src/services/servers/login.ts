import { z } from 'zod';
import { loginContext } from '@milepost/packages-core/credentials/contexts';
import { seal } from '@milepost/packages-core/credentials/seal';

/** One of the two: a password, or a private key with its passphrase. */
export const login = z
  .object({
    password: z.string().min(1, 'Enter the password.').max(1000).optional(),
    privateKey: z
      .string()
      .max(20_000)
      .regex(
        /^\s*-----BEGIN [A-Z ]*PRIVATE KEY-----/,
        'Paste the whole private key, from -----BEGIN to -----END.',
      )
      .optional(),
    passphrase: z.string().max(1000).optional(),
  })
  .refine(({ password, privateKey }) => (password === undefined) !== (privateKey === undefined), {
    path: ['password'],
    message: 'Give a password or a private key.',
  });

export type Login = z.output<typeof login>;

/** The login as a box for the worker: `{"password"}` or `{"privateKey","passphrase"}` in JSON. */
export async function sealLogin(
  sealingKey: string,
  serverId: string,
  { password, privateKey, passphrase }: Login,
): Promise<Uint8Array<ArrayBuffer>> {
  const content =
    password !== undefined ? { password } : { privateKey, ...(passphrase ? { passphrase } : {}) };
  const box = await seal(sealingKey, Buffer.from(JSON.stringify(content), 'utf8'), loginContext(serverId));
  return Uint8Array.from(box);
}
