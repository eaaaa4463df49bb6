import type { Secret } from '../dsl/secret';
import { sh } from '../dsl/sh';
import type { State } from '../dsl/state';
import { doubleQuoted, text } from '../dsl/text';
import { proof } from './proof';

export interface RedisAddress {
  port: number;
}

/** Redis answers PONG to whoever knows the password. That goes in by stdin: an argument could be read by anybody. */
export function answersTo(password: Secret, { port }: RedisAddress): State {
  const greeting = text`
    AUTH ${doubleQuoted(password)}
    PING
  `.endingInNewline();
  return proof({
    id: 'answers_with_password',
    label: `Redis answers on port ${port} to its password`,
    check: sh`${greeting.print} | timeout 5 redis-cli -p ${port} 2>/dev/null | grep -qx PONG`.showAs(
      `redis-cli -p ${port}: AUTH ${password.masked}, PING`,
    ),
    within: 15,
    otherwise: sh`echo ${`Redis does not answer on port ${port} to its password.`} >&2`,
  });
}

/** Redis answers nothing to whoever does not. */
export function refusesStrangers({ port }: RedisAddress): State {
  return proof({
    id: 'refuses_without_password',
    label: 'Redis answers nobody without the password',
    check: sh`echo PING | timeout 5 redis-cli -p ${port} 2>/dev/null | grep -q NOAUTH`.showAs(
      `redis-cli -p ${port}: PING`,
    ),
    otherwise: sh`echo ${`Redis on port ${port} answers without a password.`} >&2`,
  });
}
