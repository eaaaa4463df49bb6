import type { Secret } from '../../dsl/secret';
import type { Command } from '../../dsl/sh';
import { sh } from '../../dsl/sh';
import type { State } from '../../dsl/state';
import { assertRemovable, identifier } from '../file/paths';
import { assertUser } from '../users/names';

export interface CheckoutOptions {
  /** `https://…`, `git@host:path`, `ssh://…`, or a path on the server. */
  repository: string;
  /** A branch, a tag or a commit. */
  ref: string;
  /** A private key without a passphrase. It goes through a pipe to an agent of its own, and into no file. */
  key?: Secret | null;
  /** Whose the files are, and who runs git, where the milestone runs as root. root when left out. */
  user?: string;
  /** Lines of `known_hosts`. Without them the server's key is accepted the first time, and remembered. */
  knownHosts?: string;
}

/**
 * A directory holds the files of a repository at a branch, tag or commit, and its `.git`. It is made, or what is a clone of the same repository is
 * brought there, unless somebody changed files in it. Submodules and LFS are left out. Undone, it is again at the commit of before, or gone.
 */
export function checkout(
  directory: string,
  { repository, ref, key = null, user = '', knownHosts = '' }: CheckoutOptions,
): State {
  assertRemovable(directory);
  if (user !== '') assertUser(user);
  if (!/^(?:https?:\/\/|ssh:\/\/|git@|\/)[\w.@:/~+%-]+$/.test(repository))
    throw new Error(`Not the address of a repository: ${repository}`);
  if (!/^[\w][\w./-]*$/.test(ref) || ref.includes('..'))
    throw new Error(`Not a branch, tag or commit: ${ref}`);
  const git = (verb: string): Command => {
    const call = sh`mp_git ${verb} ${user} ${directory} ${repository} ${ref} ${knownHosts}`;
    return key ? sh`${key} | ${call} key` : sh`${call} no-key </dev/null`;
  };
  return {
    id: `checkout_${identifier(directory)}`,
    label: `${directory} holds ${repository} at ${ref}`,
    action: `Check out ${ref} of ${repository} to ${directory}`,
    check: sh`
      mp_is_clone ${user} ${directory} ${repository} || exit 1
      ${git('compare')}
    `.displayAs(`git ls-remote ${repository} ${ref}`),
    apply: git('checkout').displayAs(
      `git fetch ${repository} ${ref}\ngit checkout FETCH_HEAD in ${directory}`,
    ),
    verify: sh`mp_git_is_fetched ${user} ${directory}`.displayAs(`git rev-parse HEAD in ${directory}`),
    preview: sh`
      obstacle=$(mp_git_obstacle ${user} ${directory} ${repository})
      [ -z "$obstacle" ] || mp_finding blocked "$obstacle"
    `.displayAs(`git status in ${directory}`),
    capture: sh`mp_capture_clone ${user} ${directory}`.displayAs(`git rev-parse HEAD in ${directory}`),
    undo: sh`mp_restore_clone ${user} ${directory}`.displayAs(
      `git checkout the former commit in ${directory}`,
    ),
    listLeftovers: sh`
      read -r former <"$MP_CAPTURE_FILE" || :
      if [ "$former" = absent ] && [ -d ${directory} ]; then echo ${`the directory ${directory}`}; fi
    `,
    result: `${ref} of ${repository} is checked out to ${directory}`,
    failures: GIT_CAUSES,
    idempotent: true,
    transient: [
      {
        pattern: String.raw`(?:Could not resolve host|Connection (?:timed out|reset)|early EOF|The requested URL returned error: 5\d\d)`,
        label: 'The connection to the repository was lost',
      },
    ],
  };
}

const GIT_CAUSES = [
  {
    pattern: String.raw`Permission denied \(publickey`,
    cause: 'The repository’s server does not accept the key',
    hint: 'Add the public half of the deploy key to the repository.',
  },
  {
    pattern: "(?:couldn't|could not) find remote ref (?<ref>\\S+)",
    cause: 'The repository has no branch or tag {ref}',
    hint: 'Choose another one.',
  },
  {
    pattern: 'Host key verification failed',
    cause: 'The repository’s server has another host key than before',
    hint: 'Find out why. If that is right, remove the old line from ~/.ssh/known_hosts of the user.',
  },
] as const;
