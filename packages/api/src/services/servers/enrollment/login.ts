import { FIELD_MESSAGES } from '@milepost/contract/messages/errors/validation-errors';
import { z } from 'zod';
import { loginContext } from '@milepost/packages-core/credentials/contexts';
import { seal } from '@milepost/packages-core/credentials/seal';

/** A password, or a private key with its passphrase. */
export const login = z
  .object({
    password: z.string().min(1, FIELD_MESSAGES.loginPassword).max(1000).optional(),
    privateKey: z
      .string()
      .max(20_000)
      .transform(withoutIndentation)
      .refine((key) => /^-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(key), {
        message: FIELD_MESSAGES.privateKey,
      })
      .optional(),
    passphrase: z.string().max(1000).optional(),
    /** With a key: the user's password, where sudo asks for one. */
    sudoPassword: z.string().min(1).max(1000).optional(),
  })
  .refine(({ password, privateKey }) => (password === undefined) !== (privateKey === undefined), {
    path: ['password'],
    message: FIELD_MESSAGES.login,
  });

export type Login = z.output<typeof login>;

/** The login as a box for the worker: `{"password"}` or `{"privateKey","passphrase","sudoPassword"}` in JSON. */
export async function sealLogin(
  sealingKey: string,
  server: Parameters<typeof loginContext>[0],
  { password, privateKey, passphrase, sudoPassword }: Login,
): Promise<Uint8Array<ArrayBuffer>> {
  const content =
    password !== undefined
      ? { password }
      : { privateKey, ...(passphrase && { passphrase }), ...(sudoPassword && { sudoPassword }) };
  const box = await seal(sealingKey, Buffer.from(JSON.stringify(content), 'utf8'), loginContext(server));
  return Uint8Array.from(box);
}

/** Pasted from a YAML file or a message, a key has blanks before its lines, which no reader of keys takes. */
function withoutIndentation(key: string): string {
  return `${key
    .trim()
    .split(/\r?\n/)
    .map((line) => line.trim())
    .join('\n')}\n`;
}
