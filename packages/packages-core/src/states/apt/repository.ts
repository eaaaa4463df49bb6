import type { Command } from '../../dsl/sh';
import { sh } from '../../dsl/sh';
import type { Change, State } from '../../dsl/state';
import { original } from '../file/files';
import { written, writtenOriginal } from '../file/written';
import { assertPattern } from './names';

export interface RepositoryKey {
  /** The public key as the vendor publishes it: `-----BEGIN PGP PUBLIC KEY BLOCK-----` … */
  armored: string;
  /** 40 hexadecimal digits, from another source than the key; spaces do not count. */
  fingerprint: string;
}

export interface Pin {
  /** Names, where a trailing `*` stands for any ending; all packages when left out. */
  packages?: readonly string[];
  /** 500 is what a repository has by itself, 100 what is installed; above 1000 it even goes back to older versions. */
  priority: number;
}

export interface Repository {
  /** Its files are called so: small letters, digits and dashes. */
  name: string;
  /** `https://download.docker.com/linux/debian` */
  uri: string;
  /** The release, mostly the system's codename; one that ends in `/` is a directory, without components. */
  suite: string;
  components?: readonly string[];
  key: RepositoryKey;
  pin?: Pin;
  /** Who uses it: `repositoryAbsent` removes it with its last user. The name when left out. */
  usedBy?: string;
}

/**
 * apt knows a repository whose packages are signed by this key: the key, the source and, where one is wanted, the pin, each a file of its own.
 * Where another file of apt names the same repository it fails, in the preview already: with two keys apt would refuse everything. Afterwards
 * the package lists count as old, so that `updated` refreshes them.
 */
export function repository(options: Repository): State[] {
  const { name, uri, suite, key, pin, usedBy = name } = options;
  const files = filesOf(name);
  const fingerprint = fingerprintOf(key);
  const armored = key.armored.trim();
  if (!/^-----BEGIN PGP PUBLIC KEY BLOCK-----\n[\s\S]+\n-----END PGP PUBLIC KEY BLOCK-----$/.test(armored))
    throw new Error(`The key of ${name} is not ASCII-armored.`);
  const conflict = sh`mp_other_source /etc/apt ${uri} ${suite} ${files.source}`;
  const source = written(files.source, sourceText(options), {
    id: `repository_${identifier(name)}`,
    label: `apt knows the repository ${uri} ${suite}`,
    action: `Add the repository ${uri} ${suite}`,
    validate: sh`
      conflict=$(${conflict})
      [ -z "$conflict" ] || { echo "$conflict"; exit 1; }
    `,
    putIntoForce: FORGET_LISTS,
  });
  const keyFile = written(files.key, armored, {
    id: `repository_key_${identifier(name)}`,
    label: `The key of the repository ${name} is there`,
    action: `Write the key ${fingerprint.slice(-16)} of the repository ${name}`,
    validate: sh`mp_verify_key "$new" ${fingerprint}`,
  });
  return [
    usedByState(name, usedBy),
    {
      ...keyFile,
      apply: sh`
      install -d -m 0755 /etc/apt/keyrings || exit
      ${keyFile.apply}
    `.displayAs(keyFile.apply.display),
    },
    {
      ...source,
      preview: sh`
        ${source.preview ?? sh`:`}
        conflict=$(${conflict})
        [ -z "$conflict" ] || mp_finding blocked "$conflict"
      `.displayAs('look for the repository in apt’s other files'),
    },
    ...(pin
      ? [
          written(files.pin, pinText(uri, pin), {
            id: `repository_pin_${identifier(name)}`,
            label: `The priority of the repository ${name} is ${pin.priority}`,
            action: `Set the priority of the repository ${name} to ${pin.priority}`,
          }),
        ]
      : []),
  ];
}

/**
 * What `repository` wrote is gone, unless others use it still. Packages that came from it stay; without it they get no updates. What was there
 * before is back.
 */
export function repositoryAbsent({ name, usedBy = name }: Pick<Repository, 'name' | 'usedBy'>): State[] {
  const { source, key, pin } = filesOf(name);
  return [
    releasedState(name, usedBy),
    ...[
      { file: pin, what: 'priority', id: 'pin_' },
      { file: source, what: 'source', id: '' },
      { file: key, what: 'key', id: 'key_' },
    ].map(({ file, what, id }) => unlessUsed(name, removedFile({ name, file, what, id }))),
  ];
}

/** Removed on its own where others use the repository no longer. */
function removedFile({ name, file, what, id }: Record<'name' | 'file' | 'what' | 'id', string>): Change {
  return writtenOriginal(original(file), {
    id: `repository_${id}absent_${identifier(name)}`,
    label: `The ${what} of the repository ${name} is gone, or used by others`,
    action: `Remove the ${what} of the repository ${name}`,
    putIntoForce: FORGET_LISTS,
  });
}

function unlessUsed(name: string, state: Change): Change {
  const guarded = (command: Command) =>
    sh`
    if mp_has_repository_users ${name}; then exit 0; fi
    ${command}
  `.displayAs(command.display);
  return {
    ...{ ...state, noCheckReason: undefined },
    ...{ check: guarded(state.check ?? sh`:`), apply: guarded(state.apply) },
  };
}

const FORGET_LISTS = sh`mp_forget_lists`.displayAs('the package lists are to be refreshed');

function usedByState(name: string, user: string): State {
  return {
    id: `repository_user_${identifier(name)}`,
    label: `The repository ${name} is used by ${user}`,
    action: `Record that ${user} uses the repository ${name}`,
    check: sh`mp_uses_repository ${name} ${assertUser(user)}`,
    apply: sh`mp_use_repository ${name} ${user}`,
    capture: sh`if mp_uses_repository ${name} ${user}; then echo there; else echo absent; fi`,
    undo: sh`
      read -r former <"$MP_CAPTURE_FILE" || exit
      [ "$former" = there ] || mp_release_repository ${name} ${user}
    `,
    // A note for Milepost itself.
    listLeftovers: sh`:`,
    idempotent: true,
  };
}

function releasedState(name: string, user: string): State {
  return {
    id: `repository_released_${identifier(name)}`,
    label: `The repository ${name} is no longer used by ${user}`,
    action: `Record that ${user} no longer uses the repository ${name}`,
    check: sh`
      mp_uses_repository ${name} ${assertUser(user)}
      case $? in 0) exit 1 ;; *) exit 0 ;; esac
    `,
    apply: sh`mp_release_repository ${name} ${user}`,
    capture: sh`if mp_uses_repository ${name} ${user}; then echo there; else echo absent; fi`,
    undo: sh`
      read -r former <"$MP_CAPTURE_FILE" || exit
      [ "$former" = absent ] || mp_use_repository ${name} ${user}
    `,
    leftoverLabel: `the note that ${user} uses the repository ${name}`,
    idempotent: true,
  };
}

function filesOf(name: string) {
  if (!/^[a-z0-9][a-z0-9-]*$/.test(name)) throw new Error(`Not the name of a repository: ${name}`);
  return {
    source: `/etc/apt/sources.list.d/${name}.sources`,
    key: `/etc/apt/keyrings/${name}.asc`,
    pin: `/etc/apt/preferences.d/${name}.pref`,
  };
}

function sourceText({ name, uri, suite, components = [] }: Repository): string {
  const flat = suite.endsWith('/');
  for (const word of [uri, suite, ...components])
    if (!/^[A-Za-z0-9][A-Za-z0-9+.:/_~@%-]*$|^\.?\/$/.test(word))
      throw new Error(`Not a word of a source: ${word}`);
  if (flat !== (components.length === 0))
    throw new Error(`The suite ${suite} of ${name} ${flat ? 'has no' : 'needs'} components.`);
  return [
    'Types: deb',
    `URIs: ${uri}`,
    `Suites: ${suite}`,
    ...(flat ? [] : [`Components: ${components.join(' ')}`]),
    `Signed-By: ${filesOf(name).key}`,
    '',
  ].join('\n');
}

function pinText(uri: string, { packages = ['*'], priority }: Pin): string {
  for (const name of packages) if (name !== '*') assertPattern(name.replace(/\*$/, ''));
  if (!Number.isInteger(priority) || Math.abs(priority) > 32_767)
    throw new Error(`Not a priority: ${priority}`);
  const host = /^[a-z+]+:\/\/([^/:]*)/.exec(uri)?.[1] ?? '';
  return `Package: ${packages.join(' ')}\nPin: origin "${host}"\nPin-Priority: ${priority}\n`;
}

function fingerprintOf({ fingerprint }: RepositoryKey): string {
  const bare = fingerprint.replaceAll(/\s/g, '').toUpperCase();
  if (!/^[0-9A-F]{40}$/.test(bare)) throw new Error(`Not a fingerprint: ${fingerprint}`);
  return bare;
}

function assertUser(user: string): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9_.-]*$/.test(user)) throw new Error(`Not a user of a repository: ${user}`);
  return user;
}

const identifier = (name: string) => name.replaceAll('-', '_');
