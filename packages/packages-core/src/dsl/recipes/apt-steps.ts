import { noneHalfInstalled } from '../../states/apt/health';
import { installable } from '../../states/apt/installable';
import * as apt from '../../states/apt/packages';
import { removable } from '../../states/apt/removable';
import type { RemovableService } from '../../states/apt/removable';
import { updatable, upgraded } from '../../states/apt/upgraded';
import * as disk from '../../states/disk';
import { noProcessesOf } from '../../states/port';
import type { Command } from '../sh';
import type { State, States } from '../state';
import { step } from '../steps/step';
import type { Steps } from '../steps/step';

export { installedVersions, offeredNames, version, versions } from '../../states/apt/versions';

export interface InstallOptions {
  /** Adds the repository that offers the packages. */
  repository?: readonly State[];
  /** Directories with data that a rollback keeps, although a purge would delete them. */
  data?: readonly string[];
  /** What the packages take of /usr; 100 when left out. */
  megabytes?: number;
  /** What has to be so in the same step, before and after the packages are installed. */
  before?: States;
  after?: States;
}

/** Steps: check, add the repository, refresh the package lists, install. */
export function install(
  subject: string,
  packages: string | readonly string[],
  { repository = [], data = [], megabytes = 100, before = [], after = [] }: InstallOptions = {},
): Steps {
  const names = listOf(packages);
  return [
    step.checkSystem(
      noneHalfInstalled({ packages: names }),
      disk.freeFor(names, megabytes),
      // What only a new repository offers cannot be simulated before it is there.
      repository.length === 0 && installable(names),
    ),
    step.addRepository(subject, repository),
    step.refreshPackageLists(apt.updated({ packages: names })),
    step.installSoftware(subject, ...before, apt.installed(names, { preserveData: data }), ...after),
  ];
}

/** Steps: check, refresh the package lists, bring to the newest version that is offered. */
export function update(subject: string, packages: string | readonly string[]): Steps {
  const names = listOf(packages);
  return [
    step.checkSystem(noneHalfInstalled({ packages: names }), updatable(names)),
    step.refreshPackageLists(apt.updated({ packages: names, always: true })),
    step.updateSoftware(subject, upgraded(names)),
  ];
}

export interface RemoveOptions {
  /** Configuration files go as well. What is lost with them, in a sentence; left out, they stay. */
  purge?: { destructive: string; losses?: Command };
  /** Which service the packages belong to. */
  service?: RemovableService | null;
  /** Packages that came with these and stay: the plan says so. */
  stays?: readonly string[];
}

/** Steps: check, remove. What needs one of the packages (a trailing `-*` stands for any ending) is never removed. */
export function remove(
  subject: string,
  packages: string | readonly string[],
  { purge, service = null, stays = [] }: RemoveOptions = {},
): Steps {
  const names = listOf(packages);
  const how = purge ? { purge: true as const, ...purge } : { purge: false as const };
  return [
    step.checkSystem(removable(names, service)),
    step.removeSoftware(subject, apt.removed(names, { ...how, stays })),
  ];
}

/** A step: dpkg and the kernel say that the package and its service are gone. The last one of an uninstall. */
export function removalVerified(
  packageName: string,
  service: Pick<RemovableService, 'unit'> | null = null,
): Steps {
  return [step.verifyRemoval(apt.notInstalled(packageName), service && noProcessesOf(service.unit))];
}

const listOf = (packages: string | readonly string[]): readonly string[] =>
  typeof packages === 'string' ? [packages] : packages;
