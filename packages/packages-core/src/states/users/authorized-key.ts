import { sh } from '../../dsl/sh';
import type { Assertion, State } from '../../dsl/state';
import { assertion } from '../assertion';
import { precondition } from '../precondition';
import { assertUser } from './names';

/** A public key as OpenSSH writes it, on one line: `ssh-ed25519 AAAA… who`. */
export const PUBLIC_KEY =
  /^((?:ssh|ecdsa|sk-ssh|sk-ecdsa)-[a-z0-9@.-]+) ([A-Za-z0-9+/]{40,}={0,2})(?: [^\n\0]{0,200})?$/;

/**
 * A key may log in as this user. The user's own process writes it, so that no link which the user makes leads root astray. Other lines stay.
 * A line with the same key and restrictions of its own (`from=`, `command=`) counts as well.
 */
export function authorizedKey(user: string, publicKey: string): State {
  const { id, who, blob } = parse(user, publicKey);
  return {
    id: `authorized_${id}`,
    label: `The key of ${who} may log in as ${user}`,
    action: `Let the key of ${who} log in as ${user}`,
    check: sh`mp_is_authorized ${user} ${blob}`.displayAs(`look for the key in ${user}'s authorized_keys`),
    apply: sh`mp_authorize ${user} ${blob} ${publicKey.trim()}`.displayAs(
      `add to ${user}'s authorized_keys: ${publicKey.trim()}`,
    ),
    capture: sh`if mp_is_authorized ${user} ${blob}; then echo there; else echo absent; fi`.displayAs(
      `look for the key in ${user}'s authorized_keys`,
    ),
    undo: sh`
      read -r former <"$MP_CAPTURE_FILE" || exit
      [ "$former" = there ] || mp_revoke ${user} ${blob}
    `.displayAs(`remove the key from ${user}'s authorized_keys if it was not there`),
    result: `The key of ${who} may log in as ${user}`,
    idempotent: true,
  };
}

/** No line of this user's `authorized_keys` has this key. */
export function authorizedKeyAbsent(user: string, publicKey: string): State {
  const { id, who, blob } = parse(user, publicKey);
  return {
    id: `unauthorized_${id}`,
    label: `The key of ${who} may not log in as ${user}`,
    action: `Stop the key of ${who} from logging in as ${user}`,
    check: sh`
      mp_is_authorized ${user} ${blob}
      case $? in 0) exit 1 ;; 1) exit 0 ;; *) exit 2 ;; esac
    `.displayAs(`look for the key in ${user}'s authorized_keys`),
    apply: sh`mp_revoke ${user} ${blob}`.displayAs(`remove the key from ${user}'s authorized_keys`),
    capture: sh`mp_lines_with_key ${user} ${blob}`.displayAs(`look for the key in ${user}'s authorized_keys`),
    undo: sh`
      while IFS= read -r line; do
        mp_is_authorized ${user} ${blob} || mp_authorize ${user} ${blob} "$line" || exit
      done <"$MP_CAPTURE_FILE"
    `.displayAs(`add the key to ${user}'s authorized_keys again`),
    leftoverLabel: `the key of ${who} for ${user}`,
    result: `The key of ${who} may not log in as ${user}`,
    idempotent: true,
  };
}

/** Whether both lines have the same key, whatever they say after it. Pure. */
export function isSameKey(one: string, other: string): boolean {
  return parse('any', one).blob === parse('any', other).blob;
}

/** OpenSSH reads the key, and sshd will look for it. For the first step: `field` of the form is `key`. */
export function usable(user: string, publicKey: string): State {
  parse(user, publicKey);
  return precondition({
    id: 'key_usable',
    label: `sshd accepts the keys of ${user}`,
    reasons: sh`mp_cannot_use_key ${user} ${publicKey.trim()} key`,
    display: `sshd -T -C user=${user}`,
  });
}

/** The user has the key, and nothing keeps sshd from taking it. */
export function mayLogIn(user: string, publicKey: string): Assertion {
  const { id, who, blob } = parse(user, publicKey);
  return assertion({
    id: `may_log_in_${id}`,
    label: `sshd lets the key of ${who} log in as ${user}`,
    check: sh`
      mp_is_authorized ${user} ${blob} || exit 1
      reasons=$(mp_cannot_use_key ${user} ${publicKey.trim()})
      [ -z "$reasons" ]
    `.displayAs(`look for the key in ${user}'s authorized_keys`),
    onFailure: sh`
      reasons=$(mp_cannot_use_key ${user} ${publicKey.trim()} | cut -f 1)
      printf '%s
' "\${reasons:-The key is not there.}" >&2
    `,
  });
}

/** The user does not have the key. */
export function mayNotLogIn(user: string, publicKey: string): Assertion {
  const { id, who, blob } = parse(user, publicKey);
  return assertion({
    id: `may_not_log_in_${id}`,
    label: `The key of ${who} does not log in as ${user}`,
    check: sh`
      mp_is_authorized ${user} ${blob}
      case $? in 0) exit 1 ;; 1) exit 0 ;; *) exit 2 ;; esac
    `.displayAs(`look for the key in ${user}'s authorized_keys`),
    onFailure: sh`echo ${`The key is still in the authorized_keys of ${user}.`} >&2`,
  });
}

function parse(user: string, publicKey: string): { id: string; who: string; blob: string } {
  assertUser(user);
  const [, , blob] = PUBLIC_KEY.exec(publicKey.trim()) ?? [];
  if (blob === undefined) throw new Error('Not a public key: ssh-ed25519 AAAA… comment, on one line.');
  const comment = publicKey.trim().split(' ').slice(2).join(' ');
  const who = comment === '' ? `…${blob.slice(-12)}` : comment;
  const suffix = blob
    .slice(-12)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '');
  return { id: `${user.replaceAll('-', '_')}_${suffix}`, who, blob };
}
