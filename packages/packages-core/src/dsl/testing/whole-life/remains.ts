// cspell:ignore gshadow subgid subuid
import type { Plan } from '@milepost/contract/plan';
import { ownerOf } from './owners';
import type { Owners } from './owners';
import type { Difference } from './snapshot';

/** What of a server decides whether something may remain on it. */
export interface Afterwards {
  /** Of the uninstalls that removed data. */
  plans: readonly Plan[];
  /** What the packages account for that came along and stay. */
  owners: Owners;
}

/** Why something may remain; each is true of any package. */
interface Rule {
  because: string;
  explains: (difference: Difference, server: Afterwards) => boolean;
}

const remains = ({ before, after }: Difference) => before === null && after !== null;

/** Made by Debian's scripts for a service: Debian never deletes them, so that their numbers are not given to others. */
const isSystemAccount = (value: string | null) => Number(value?.split(' ')[0]) < 1000;

/** Where a plan says that copies are kept. */
const isAnnounced = ({ name }: Difference, { plans }: Afterwards) => {
  const text = JSON.stringify(plans);
  const parents = name.split('/').map((_, i, parts) => parts.slice(0, i + 1).join('/'));
  return name.startsWith('/var/backups/') && parents.slice(3).some((path) => text.includes(path));
};

/** The packages that the previews of these plans announce. */
const saidToStay = (plans: readonly Plan[]): string[] =>
  plans.flatMap(({ milestones }) =>
    milestones.flatMap(({ states }) =>
      states.flatMap(
        ({ preview }) => /^\s*mp_preview_stays (.*)$/m.exec(preview?.script ?? '')?.[1]?.split(' ') ?? [],
      ),
    ),
  );

export const RULES: readonly Rule[] = [
  {
    because: 'a package that came along stays until “apt-get autoremove”',
    explains: (difference) =>
      difference.kind === 'packages' && remains(difference) && difference.after === 'installed',
  },
  {
    because: 'it belongs to a package that stays',
    explains: (difference, { owners }) =>
      ['etc', 'contents', 'unitFiles', 'units'].includes(difference.kind) &&
      (difference.before === null || difference.kind === 'etc') &&
      difference.after !== null &&
      ownerOf(difference, owners) !== null,
  },
  {
    because: 'the plan says that it stays, because other software may use it',
    explains: (difference, { plans }) =>
      difference.kind === 'packages' && remains(difference) && saidToStay(plans).includes(difference.name),
  },
  {
    because: 'Debian copies its own databases once a day',
    explains: ({ kind, name }) =>
      kind === 'places' && /^\/var\/backups\/(?:dpkg|apt|alternatives)\.[^/]*$/.test(name),
  },
  {
    because: 'Debian never deletes the users and groups of services',
    explains: (difference) =>
      (difference.kind === 'users' || difference.kind === 'groups') &&
      remains(difference) &&
      isSystemAccount(difference.after),
  },
  {
    because: 'the accounts are compared one by one',
    explains: ({ kind, name }) =>
      (kind === 'contents' || kind === 'etc') &&
      /^\/etc\/(?:passwd|group|shadow|gshadow|subuid|subgid)-?$/.test(name),
  },
  {
    because: 'it is a cache of what is installed',
    explains: ({ kind, name }) => kind === 'contents' && ['/etc/ld.so.cache'].includes(name),
  },
  { because: 'the plan says that a copy is kept there', explains: isAnnounced },
];

/** Each difference with the reason for it; null where no rule explains it. */
export function explained(
  all: readonly Difference[],
  server: Afterwards,
): (Difference & { because: string | null })[] {
  return all.map((difference) => ({
    ...difference,
    because: RULES.find(({ explains }) => explains(difference, server))?.because ?? null,
  }));
}
