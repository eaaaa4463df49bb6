import type { Plan, PlannedState } from '@milepost/contract/plan';
import type { Listen } from '../../package/listen';
import type { Subject } from './subjects';

interface Expectation {
  /** The package of ours. */
  of: string;
  name: string;
  present: boolean;
}

/** What a second oracle is to find on a server, and not to find. */
export interface Expectations {
  /** Debian's. */
  packages: Expectation[];
  services: Expectation[];
  /** As testinfra writes them: `tcp://127.0.0.1:80`, `tcp://80` for every address. */
  sockets: Expectation[];
  users: Expectation[];
  /** `secret`: not everybody may read it. */
  files: (Expectation & { secret: boolean })[];
}

const statesOf = ({ milestones }: Plan): PlannedState[] => milestones.flatMap(({ states }) => states);

/** Names of Debian's packages in the apt-get commands of a plan that begin so. */
export function packagesNamed(plan: Plan, command: RegExp): string[] {
  return statesOf(plan).flatMap(({ apply: { display } }) => {
    const [, names] = command.exec(display) ?? [];
    return names?.split(' ').filter((name) => /^[a-z0-9][a-z0-9.+-]+$/.test(name)) ?? [];
  });
}
const INSTALLS = /^apt-get install --no-install-recommends (.*)/;
const REMOVES = /^apt-get (?:remove|purge) (.*)/;

function socketsOf({ protocol, port, on }: Listen): { name: string; listening: boolean }[] {
  if (protocol === 'unix') return [{ name: `unix://${port}`, listening: true }];
  if (on === 'all') return [{ name: `${protocol}://${port}`, listening: true }];
  const address = on === 'loopback' ? '127.0.0.1' : on;
  return [
    { name: `${protocol}://${address}:${port}`, listening: true },
    { name: `${protocol}://0.0.0.0:${port}`, listening: false },
  ];
}

const about = (subject: Subject) => ({ of: subject.definition.id });

function filesOf(subject: Subject, plan: Plan): Expectations['files'] {
  const file = (name: string, secret: boolean) => ({ ...about(subject), name, present: true, secret });
  const secret = subject.record.secretFiles ?? [];
  const own = (plan.owns ?? []).filter((name) => !secret.includes(name));
  return [...own.map((name) => file(name, false)), ...secret.map((name) => file(name, true))];
}

/** After the installs: by what the definitions declare, and the plans say. */
export function installed(subjects: readonly Subject[], plans: ReadonlyMap<Subject, Plan>): Expectations {
  const of = <T>(list: (subject: Subject, plan: Plan) => readonly T[]): T[] =>
    [...plans].flatMap(([subject, plan]) => (subjects.includes(subject) ? list(subject, plan) : []));
  const named = (names: (subject: Subject, plan: Plan) => readonly string[]) =>
    of((subject, plan) => names(subject, plan).map((name) => ({ ...about(subject), name, present: true })));
  return {
    packages: named((_, plan) => packagesNamed(plan, INSTALLS)),
    services: named(({ definition, parsed }) => definition.services(parsed).map(({ unit }) => unit)),
    sockets: of((subject) =>
      subject.definition
        .listens(subject.parsed)
        .flatMap(socketsOf)
        .map(({ name, listening }) => ({ ...about(subject), name, present: listening })),
    ),
    users: named(({ record }) => record.users ?? []),
    files: of(filesOf),
  };
}

/** After the uninstalls. A file may stay, and what the plan of an uninstall does not remove as well. */
export function uninstalled(subjects: readonly Subject[], plans: ReadonlyMap<Subject, Plan>): Expectations {
  const { services, sockets, users } = installed(subjects, plans);
  const gone = (all: Expectation[]) => all.map((each) => ({ ...each, present: false }));
  const packages = [...plans].flatMap(([subject, plan]) =>
    packagesNamed(plan, REMOVES).map((name) => ({ ...about(subject), name, present: false })),
  );
  return { packages, services: gone(services), sockets: gone(sockets), users: gone(users), files: [] };
}
