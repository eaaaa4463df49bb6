import type { Observation } from '@milepost/contract/observation';
import type { StateObservations } from '@milepost/contract/observed-states';
import type { PlanChange } from '../../views/output-views';

type Package = Extract<Observation, { kind: 'package' }>;
type File = Extract<Observation, { kind: 'file' }>;

/**
 * Which packages and files a plan would find and change that are not as they were shown. A state that could not
 * be observed one of the times is left out. Pure.
 */
export function observationDifferences(
  shown: readonly StateObservations[],
  current: readonly StateObservations[],
): Pick<PlanChange, 'packages' | 'files'> {
  const unknown = new Set(
    [...shown, ...current].flatMap((each) => (each.observations ? [] : [nameOf(each)])),
  );
  const known = (states: readonly StateObservations[]) => states.filter((each) => !unknown.has(nameOf(each)));
  const [before, now] = [byName(known(shown)), byName(known(current))];
  const names = [...new Set([...before.packages.keys(), ...now.packages.keys()])];
  const packages = names.flatMap((name) => {
    const [was, is] = [before.packages.get(name) ?? null, now.packages.get(name) ?? null];
    const isSame = was?.from === is?.from && was?.to === is?.to;
    return isSame ? [] : [{ name, before: was && versions(was), now: is && versions(is) }];
  });
  const paths = [...new Set([...before.files.keys(), ...now.files.keys()])];
  const files = paths.filter((path) => before.files.get(path)?.found !== now.files.get(path)?.found);
  return { packages, files };
}

const nameOf = ({ milestone, state }: StateObservations): string => `${milestone}.${state}`;

const versions = ({ from, to }: Package) => ({ from, to });

/** The last that was observed of each: a later state finds what an earlier one leaves. */
function byName(states: readonly StateObservations[]) {
  const all = states.flatMap(({ observations }) => observations ?? []);
  const isPackage = (each: Observation): each is Package => each.kind === 'package';
  const isFile = (each: Observation): each is File => each.kind === 'file';
  return {
    packages: new Map(all.filter(isPackage).map((each) => [each.name, each])),
    files: new Map(all.filter(isFile).map((each) => [each.path, each])),
  };
}
