/**
 * How secrets reach a command: lines `NAME BASE64\n` behind the descriptor that `$MP_SECRETS` names
 * (/proc/self/fd/8), readable again and again by the script and its children, by nobody else. Base64, so that a value may hold anything.
 */
export const SECRETS_VARIABLE = 'MP_SECRETS';

/** What a secret may be called: a name, or a path of names with dots between them. */
export const SECRET_NAME = /^(?=.{1,200}$)[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/;

/** The lines of `secrets`, in the order of their names. Throws TypeError when a name is not a SECRET_NAME. */
export function encodeSecretPayload(secrets: Record<string, string>): string {
  return Object.entries(secrets)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => {
      if (!SECRET_NAME.test(name)) throw new TypeError(`not a secret's name: ${name}`);
      return `${name} ${Buffer.from(value, 'utf8').toString('base64')}\n`;
    })
    .join('');
}
