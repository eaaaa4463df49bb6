import { shellQuote } from '../../engine/request';
import type { Connection } from '../transport/connection';
import { runAsRoot } from './run-as-root';
import type { RootLogin } from './run-as-root';
import { commandFailed } from '../transport/ssh-errors';

const KEY = /^ssh-ed25519 (?<blob>[A-Za-z0-9+/]+=*) [A-Za-z0-9-]+$/;

/** As sshd reads it: `authorizeKey` puts the key there. */
const AUTHORIZED_KEYS = '/root/.ssh/authorized_keys';

/**
 * Takes the line of a public key out of root's authorized_keys, over a login that may act as root. All other bytes, owner, mode, attributes
 * and a symbolic link to the file stay; the file is replaced by rename, and not where somebody changed it meanwhile. A second time
 * does nothing. Throws HostError `unusable` where the key is still accepted afterwards, for example because its line was edited.
 */
export async function revokeKey(
  connection: Connection,
  { publicKey, ...login }: RootLogin & { publicKey: string },
): Promise<void> {
  const blob = KEY.exec(publicKey)?.groups?.blob;
  if (blob === undefined) throw new Error('Not a public key of ours.'); // it becomes a part of a regular expression
  const { exitCode, complaint } = await runAsRoot(connection, login, { script: script(publicKey, blob) });
  if (exitCode === 0) return;
  throw commandFailed('authorized_keys', { exitCode, complaint });
}

const script = (publicKey: string, blob: string): string => `
umask 077
[ -e ${AUTHORIZED_KEYS} ] || exit 0
file=$(readlink -f ${AUTHORIZED_KEYS}) || exit
[ -f "$file" ] || { echo "$file is not a regular file." >&2; exit 4; }
state() { stat -c '%i %s %.Y %.Z' "$file"; }
new=
trap 'rm -f "$new"' EXIT
tries=0
until
  before=$(state) && new=$(mktemp "\${file%/*}/.authorized_keys.milepost.XXXXXX") || exit
  cp --preserve=all "$file" "$new" && LC_ALL=C sed ${shellQuote(`\\|^${publicKey}$|d`)} "$file" >"$new" || exit
  sync "$new" && [ "$(state)" = "$before" ]
do
  rm -f "$new"
  tries=$((tries + 1))
  [ "$tries" -lt 3 ] || { echo "$file was changed by somebody else at the same moment: try again." >&2; exit 4; }
done
cmp -s "$file" "$new" || mv -f "$new" "$file" || exit
if LC_ALL=C grep -av '^[[:space:]]*#' "$file" | grep -aqF ${blob}; then
  echo "The line of Milepost's key in $file was edited: remove it by hand." >&2
  exit 5
fi
`;
