import type { Connection } from '../transport/connection';
import { commandFailed } from '../transport/ssh-errors';
import { runAsRoot } from './run-as-root';
import type { RootLogin } from './run-as-root';

/**
 * Removes what Milepost keeps on a server for itself: its supervisor, the records of its commands and of the files it wrote. Software, its
 * configuration and copies of original files are not touched. Resolves with what stays of Milepost, those copies included: a path
 * each. A second time does nothing.
 *
 * @throws HostError `unusable` where a command of Milepost still runs, or a file cannot be removed
 */
export async function removeOwnFiles(
  connection: Connection,
  { publicKey, ...login }: RootLogin & { publicKey: string },
): Promise<string[]> {
  const removal = { script: SCRIPT, args: [publicKey] };
  const { exitCode, printed, complaint } = await runAsRoot(connection, login, removal);
  if (exitCode === 0) return printed.split('\n').filter((line) => line !== '');
  throw commandFailed('own files', { exitCode, complaint });
}

/** The names in the spool are those of supervisor/03-spool.sh; anything else there is not the supervisor's, and stays. */
const SCRIPT = `
spool=/var/lib/milepost
if systemctl list-units --plain --no-legend --state=active,activating,deactivating 'milepost-*:*:*.service' 2>/dev/null | grep -q . ||
  find /proc/[0-9]*/fd -maxdepth 1 -lname "$spool/op/*.alive*" 2>/dev/null | grep -q .
then
  echo 'A command of Milepost is still running on it.' >&2
  exit 4
fi
if grep -as '^[^#]* milepost-[0-9a-f-]*$' /root/.ssh/authorized_keys | grep -qvxF "$1"; then
  [ ! -d $spool ] || echo "$spool (another Milepost has a key on this server)"
  exit 0
fi
# The records of files name the copies that were kept: states/file/record.ts.
sed -n -E 's/^(copy|aside) [^ ]+ [^ ]+ [^ ]+ (\\/.*)/\\2/p' $spool-files/* 2>/dev/null | sort -u | head -n 50 |
  while IFS= read -r copy; do [ ! -e "$copy" ] || printf '%s\\n' "$copy"; done
rm -rf $spool-files /run/milepost /run/milepost-apt-lists /dev/shm/milepost.0 || exit
[ -d $spool ] || exit 0
cd $spool && rm -rf bin op captures kept lock id id.new seq services reserve reserve.new && cd / || exit
rmdir $spool 2>/dev/null || find $spool -mindepth 1 -maxdepth 1
`;
