import type { Secret } from '../../dsl/secret';
import { sh } from '../../dsl/sh';
import type { State } from '../../dsl/state';
import { doubleQuoted, template } from '../../dsl/template';
import { assertion } from '../assertion';

const UNIT = 'redis-server';

export interface RedisAddress {
  port: number;
}

/**
 * The server's own Redis answers on this port, accepts the password and would not do without one. The password goes in by stdin: an
 * argument could be read by anybody.
 */
export function acceptsPassword(password: Secret, { port }: RedisAddress): State {
  const greeting = template`
    AUTH ${doubleQuoted(password)}
    PING
  `.withFinalNewline();
  const answer = sh`${greeting.printCommand} | timeout 5 redis-cli -p ${port} 2>&1`;
  return assertion({
    id: 'answers_with_password',
    label: `Redis answers on port ${port} to its password`,
    check: sh`
      command -v redis-cli >/dev/null || exit 1
      mp_listens ${port} ${UNIT} || exit 1
      ${answer} | tr '\n' ' ' | grep -qx 'OK PONG '
    `.displayAs(`redis-cli -p ${port}: AUTH ${password.masked}, PING`),
    timeoutSeconds: 15,
    onFailure: sh`
      {
        if mp_listens ${port} ${UNIT}; then
          ${answer} | awk -v on=${`Redis on port ${port}`} '
            /without any password|no password is set/ { why = on " has no password: anybody on the server can use it." }
            /^(WRONGPASS|ERR invalid password)/ { why = on " has another password." }
            END { print why == "" ? on " does not answer." : why }'
        else
          echo ${`${UNIT}.service does not listen on port ${port}.`} $(mp_other_listeners ${port} ${UNIT} | sed ${`s/.*/Port ${port} is in use by &./`})
        fi
      } >&2
    `,
  });
}

/** Redis answers nothing to whoever does not. */
export function requiresAuth({ port }: RedisAddress): State {
  return assertion({
    id: 'refuses_without_password',
    label: 'Redis answers nobody without the password',
    check: sh`echo PING | timeout 5 redis-cli -p ${port} 2>/dev/null | grep -q NOAUTH`.displayAs(
      `redis-cli -p ${port}: PING`,
    ),
    onFailure: sh`echo ${`Redis on port ${port} answers without a password.`} >&2`,
  });
}
