import type { Command } from '../dsl/sh';
import { sh } from '../dsl/sh';
import type { Assertion, State } from '../dsl/state';
import { assertion } from './assertion';
import { POSTFIX_CAUSES } from './failures/postfix';
import { assertPath, identifier } from './file/paths';
import { diffFile, observeFile } from './file/observed/observe';
import { captureFile, replaceFile, restoreFile } from './file/replace';
import { precondition } from './precondition';

const MAIN = '/etc/postfix/main.cf';

/** By the names of postconf(5). No secrets: everybody may read main.cf. */
export type Settings = Readonly<Record<string, string>>;

/** main.cf says this, once each; other settings and comments stay as they are. */
export function settings(wanted: Settings): State {
  const words = Object.entries(wanted).map(([name, value]) => {
    if (!/^[a-z0-9_]+$/i.test(name) || /[\n\r\0]/.test(value))
      throw new Error(`Not a setting of Postfix: ${name} = ${value}`);
    return `${name}=${value}`;
  });
  const shown = Object.entries(wanted).map(([name, value]) => `${name} = ${value}`.trim());
  return {
    id: 'postfix_settings',
    label: `${MAIN} is as wanted`,
    action: `Set in ${MAIN} how mail is sent`,
    check: sh`mp_postfix_has ${MAIN} ${words}`.displayAs('postconf -n'),
    apply: replaceFile(MAIN, sh`mp_postfix_with "$mp_file" ${words}`, {
      ...{ mode: '0644', owner: 'root:root', keepAccess: true },
    }).displayAs(`postconf -e\n${shown.join('\n')}`),
    preview: sh`mp_changes_finding ${MAIN} ${'in it, settings change that say how mail is sent'}`.displayAs(
      `look for ${MAIN}`,
    ),
    observe: observeFile(MAIN),
    diff: diffFile(MAIN, sh`mp_postfix_with "$mp_file" ${words}`),
    capture: captureFile(MAIN),
    undo: restoreFile(MAIN),
    result: `${MAIN} is changed by Milepost`,
    failures: POSTFIX_CAUSES,
    writes: MAIN,
    idempotent: true,
  };
}

/** The table that Postfix reads, `FILE.db`, is made of this file; for root alone. */
export function map(file: string): State {
  assertPath(file);
  const make = sh`mp_postfix_make_map ${file}`.displayAs(`postmap hash:${file}`);
  return {
    id: `map_${identifier(file)}`,
    label: `${file}.db is made of ${file}`,
    action: `Make ${file}.db`,
    check: sh`mp_postfix_map_is_current ${file}`.displayAs(`compare ${file}.db with ${file}`),
    apply: make,
    undo: sh`:`.displayAs(`postmap hash:${file} once that is back`),
    afterRollback: { label: `${file}.db is made of ${file}, or gone with it`, reads: [file], command: make },
    listLeftovers: sh`[ ! -e ${`${file}.db`} ] || echo ${`${file}.db`}`,
    result: `${file}.db is made of ${file}`,
    failures: POSTFIX_CAUSES,
    idempotent: true,
  };
}

/** Exit 0: Postfix accepts its files. Of what it does not, file and line are printed. */
export function accepted(): Command {
  return sh`mp_postfix_accepts`.displayAs('postfix check');
}

/** A Postfix that is there does not receive mail for others, or it is Milepost that has configured it. */
export function receivesForNobody(): State {
  return precondition({
    id: 'postfix_only_sends',
    label: 'No Postfix on this server receives mail for others',
    reasons: sh`mp_postfix_receives`,
    display: 'postconf -n virtual_mailbox_domains virtual_alias_domains relay_domains',
  });
}

/** Debian's questions are answered before the package is installed, so that it listens on this server only from its first start on. */
export function preseeded(relay: string): State {
  if (!/^\[[A-Za-z0-9.:-]+\]:\d{1,5}$/.test(relay)) throw new Error(`Not a relay: ${relay}`);
  return {
    id: 'postfix_preseeded',
    label: 'Postfix will listen on this server only when it is installed',
    action: 'Have Postfix listen on this server only when it is installed',
    check: sh`mp_postfix_is_preseeded`.displayAs('debconf-show postfix'),
    apply: sh`mp_postfix_preseed ${relay}`.displayAs(
      'debconf-set-selections: postfix/main_mailer_type is “Satellite system”',
    ),
    undo: sh`
      [ "$(dpkg-query -W -f '\${db:Status-Status}' postfix 2>/dev/null)" = installed ] || echo PURGE | debconf-communicate postfix >/dev/null 2>&1 || :
    `.displayAs('forget the answers to the questions of the package'),
    result: 'Debian’s questions about Postfix are answered',
    listLeftovers: sh`:`,
    idempotent: true,
  };
}

/** Postfix runs, sends by this relay, and listens on this server alone. */
export function sendsBy(relay: string): Assertion {
  const wrong = sh`mp_postfix_wrong ${relay}`;
  return {
    ...assertion({
      id: 'postfix_sends',
      label: `Postfix sends by ${relay} and listens on this server only`,
      check: sh`[ -z "$(${wrong})" ]`.displayAs('postfix status, postconf -h relayhost, ss -ltn'),
      timeoutSeconds: 15,
      onFailure: sh`${wrong} >&2`,
    }),
    failures: POSTFIX_CAUSES,
  };
}
