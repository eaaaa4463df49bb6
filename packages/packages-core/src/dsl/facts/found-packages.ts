import type { FoundPackage } from '@milepost/contract/found-package';
import { z } from 'zod';
import { withLibraries } from '../plan/libraries';
import { fieldsOf, schemaOf } from '../form/schema';
import type { PackageDefinition } from '../package/definition';
import type { FoundInstance } from '../package/found';
import { instanceKey } from '../package/instance';
import type { Fact, Json } from './fact';
import type { FactRead } from './read-facts';

/** More of one package are not looked at. */
const MAX_INSTANCES = 20;

interface Found {
  definition: PackageDefinition;
  instance: FoundInstance;
}

/** What has to be read on a server of this system (`debian-12`) to find packages of the catalog there. */
export function foundReads(catalog: readonly PackageDefinition[], system: string): FactRead[] {
  return findable(catalog, system).map(({ id, found }) => ({ key: id, command: commandOf(found) }));
}

/** What has to be read then for the settings of what was found, from what each read printed, by its key. */
export function foundSettingReads(
  catalog: readonly PackageDefinition[],
  outputs: Readonly<Record<string, string>>,
): FactRead[] {
  return instancesIn(catalog, outputs).flatMap((found) =>
    settingFacts(found).map(({ key, fact }) => ({ key, command: commandOf(fact) })),
  );
}

/** What was found, from both kinds of reads. A setting that its form would refuse is left out. Pure. */
export function parseFound(
  catalog: readonly PackageDefinition[],
  outputs: Readonly<Record<string, string>>,
): FoundPackage[] {
  return instancesIn(catalog, outputs).map((found) => {
    const { definition, instance } = found;
    const fields = fieldsOf(schemaOf(definition, 'install'));
    const settings = settingFacts(found).flatMap(({ key, name, fact }): [string, Json][] => {
      const output = outputs[key];
      const value = output === undefined ? null : parsed(fact, output);
      const field = fields[name];
      const isValid = value !== null && field !== undefined && z.safeParse(field, value).success;
      return isValid ? [[name, value]] : [];
    });
    const { identity, version } = instance;
    return {
      ...{ packageId: definition.id, key: instanceKey(definition, identity), version },
      settings: { ...Object.fromEntries(settings), ...identity },
    };
  });
}

interface SettingFact {
  key: string;
  name: string;
  fact: Fact<Json>;
}

function settingFacts({ definition, instance }: Found): SettingFact[] {
  const place = `${definition.id}/${instanceKey(definition, instance.identity)}`;
  return Object.entries(definition.foundSettings(instance.identity)).map(([name, fact]) => ({
    ...{ key: `${place}/${name}`, name, fact },
  }));
}

function instancesIn(
  catalog: readonly PackageDefinition[],
  outputs: Readonly<Record<string, string>>,
): Found[] {
  return catalog.flatMap((definition) => {
    const output = outputs[definition.id];
    const instances = definition.found && output !== undefined ? parsed(definition.found, output) : [];
    return (instances ?? []).slice(0, MAX_INSTANCES).map((instance) => ({ definition, instance }));
  });
}

const findable = (catalog: readonly PackageDefinition[], system: string) =>
  catalog.flatMap(({ id, found, within, supports }) =>
    // What lives in a parent is not adopted.
    found && within === null && supports.includes(system) ? [{ id, found }] : [],
  );

function parsed<Value>({ parse }: Fact<Value>, output: string): Value | null {
  try {
    return parse(output);
  } catch {
    return null;
  }
}

const commandOf = ({ read }: Fact<unknown>): string => withLibraries(read.script);
