import type { Secret } from '../../dsl/secret';
import { sh } from '../../dsl/sh';
import type { State } from '../../dsl/state';
import { doubleQuoted, template } from '../../dsl/template';
import { assertion } from '../assertion';

/** Redis, or what grew out of it. */
export interface RedisKind {
  title: string;
  unit: string;
  /** Its client on the command line. */
  client: string;
}

export interface RedisAddress {
  port: number;
  /** Redis itself when left out. */
  kind?: RedisKind;
}

const REDIS: RedisKind = { title: 'Redis', unit: 'redis-server', client: 'redis-cli' };

/**
 * The server's own Redis answers on this port, accepts the password and would not do without one. The password goes in by stdin: an
 * argument could be read by anybody.
 */
export function acceptsPassword(password: Secret, { port, kind = REDIS }: RedisAddress): State {
  const { title, unit, client } = kind;
  const greeting = template`
    AUTH ${doubleQuoted(password)}
    PING
  `.withFinalNewline();
  const answer = sh`${greeting.printCommand} | timeout 5 ${client} -p ${port} 2>&1`;
  return assertion({
    id: 'answers_with_password',
    label: `${title} answers on port ${port} to its password`,
    check: sh`
      command -v ${client} >/dev/null || exit 1
      mp_listens ${port} ${unit} || exit 1
      ${answer} | tr '\n' ' ' | grep -qx 'OK PONG '
    `.displayAs(`${client} -p ${port}: AUTH ${password.masked}, PING`),
    timeoutSeconds: 15,
    onFailure: sh`
      {
        if mp_listens ${port} ${unit}; then
          ${answer} | awk -v on=${`${title} on port ${port}`} '
            /without any password|no password is set/ { why = on " has no password: anybody on the server can use it." }
            /^(WRONGPASS|ERR invalid password)/ { why = on " has another password." }
            END { print why == "" ? on " does not answer." : why }'
        else
          echo ${`${unit}.service does not listen on port ${port}.`} $(mp_other_listeners ${port} ${unit} | sed ${`s/.*/Port ${port} is in use by &./`})
        fi
      } >&2
    `,
  });
}

/** Redis answers nothing to whoever does not. */
export function requiresAuth({ port, kind = REDIS }: RedisAddress): State {
  const { title, client } = kind;
  return assertion({
    id: 'refuses_without_password',
    label: `${title} answers nobody without the password`,
    check: sh`echo PING | timeout 5 ${client} -p ${port} 2>/dev/null | grep -q NOAUTH`.displayAs(
      `${client} -p ${port}: PING`,
    ),
    onFailure: sh`echo ${`${title} on port ${port} answers without a password.`} >&2`,
  });
}
