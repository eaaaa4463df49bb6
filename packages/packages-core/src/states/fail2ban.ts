import type { Fact } from '../dsl/facts/fact';
import { fact } from '../dsl/facts/fact';
import { parse } from '../dsl/facts/parse';
import { parseNetwork } from '../dsl/values/network';
import type { Command } from '../dsl/sh';
import { sh } from '../dsl/sh';
import type { Assertion } from '../dsl/state';
import { assertion } from './assertion';
import { FAIL2BAN_CAUSES } from './failures/fail2ban';

/** In seconds, and how many failures within `find`. What is left out is not looked at. */
export interface JailSettings {
  ban: number;
  find: number;
  retries: number;
}

/** Exit 0: Fail2ban accepts its files. Otherwise it is printed what it does not accept. */
export function accepted(): Command {
  return sh`mp_fail2ban_accepts`.displayAs('fail2ban-client -t');
}

/** By the files on disk no jail bans this address. Otherwise what the same step wrote is put back. */
export function exempt(address: string): Assertion {
  assertAddress(address);
  const jails = sh`mp_fail2ban_configured_to_ban ${address}`;
  return {
    ...assertion({
      id: 'console_exempt',
      label: `No jail bans the console, which comes from ${address}`,
      check: sh`[ -z "$(${jails})" ]`.displayAs(`fail2ban-client -d: ${address} in ignoreip`),
      onFailure: sh`
        ${jails} | while IFS= read -r jail; do
          echo "The jail $jail would ban the console, which comes from" ${address}": a file below /etc/fail2ban says by itself whom it ignores. Add the address there to its ignoreip." >&2
        done
      `,
    }),
    undoesWrites: true,
  };
}

/** Fail2ban runs these jails with these settings, and none of all that it runs bans `exempt`. */
export function runs(
  jails: Readonly<Record<string, JailSettings | null>>,
  { exempt: address }: { exempt: string | null },
): Assertion {
  if (address !== null) assertAddress(address);
  const names = Object.keys(jails);
  const words = Object.entries(jails).map(
    ([name, values]) =>
      `${assertJail(name)}=${values ? `${values.ban},${values.find},${values.retries}` : ',,'}`,
  );
  const wrong = sh`mp_fail2ban_wrong ${address ?? ''} ${words}`;
  return {
    ...assertion({
      id: 'jails_run',
      label: `Fail2ban runs ${names.length === 0 ? 'no jail of Milepost' : names.join(', ')}${address === null ? '' : ` and does not ban ${address}`}`,
      check: sh`[ -z "$(${wrong})" ]`.displayAs(
        ['fail2ban-client status', ...names.map((name) => `fail2ban-client get ${name} bantime`)].join('\n'),
      ),
      timeoutSeconds: 15,
      onFailure: sh`${wrong} >&2`,
    }),
    failures: FAIL2BAN_CAUSES,
  };
}

/** The address of the console is known. An assertion that does not hold: for plans that were compiled without it. */
export const consoleKnown = (): Assertion =>
  assertion({
    id: 'console_known',
    label: 'The address that the console comes from is known, so that it is never banned',
    check: sh`false`.displayAs('read the connection of the console'),
    onFailure: sh`echo 'The server did not tell from which address the console comes: close the plan and try again.' >&2`,
    blocks: true,
  });

/** Whom other files than `own` say is not banned: addresses, networks, and names of hosts. */
export function ignoredByOthers(own: string): Fact<string[]> {
  return fact(sh`mp_fail2ban_ignored ${own}`.displayAs('grep ignoreip /etc/fail2ban/jail.*'), parse.lines);
}

/** A setting of a jail that runs; null where it does not. */
export function jailSetting(jail: string, name: 'bantime' | 'findtime' | 'maxretry'): Fact<number | null> {
  return fact(sh`fail2ban-client get ${assertJail(jail)} ${name} 2>/dev/null`, (output) => {
    const value = output.trim();
    return /^[1-9][0-9]{0,9}$/.test(value) ? Number(value) : null;
  });
}

/** The jails that run; null where Fail2ban does not. */
export function runningJails(): Fact<string[] | null> {
  return fact(sh`fail2ban-client status`, (output) => {
    const list = /Jail list:[ \t]*(.*)/.exec(output)?.[1];
    return list === undefined ? null : list.split(/[, \t]+/).filter((name) => name !== '');
  });
}

function assertAddress(address: string): void {
  if (!parseNetwork(address)) throw new Error(`Not an address: ${address}`);
}

function assertJail(name: string): string {
  if (!/^[a-z][a-z0-9-]*$/.test(name)) throw new Error(`Not a jail: ${name}`);
  return name;
}
