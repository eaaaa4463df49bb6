import type { ServerFacts } from '@milepost/contract/facts';
import type { FormField } from '@milepost/contract/form-field';
import { inputForm } from '../form/input-form';
import type { PackageDefinition, PackageInput } from '../package/definition';

/** Facts of a small server of this system: `debian-12`. */
export function factsOf(system: string): ServerFacts {
  const [os = '', version = ''] = system.split('-');
  const codename = CODENAMES[system] ?? 'unknown';
  return {
    os,
    version,
    codename,
    prettyName: `${os} ${version} (${codename})`,
    arch: 'amd64',
    kernel: '6.1.0',
    cpus: 2,
    memory: 2 * 1024 ** 3,
    disk: { total: 20 * 1024 ** 3, free: 15 * 1024 ** 3 },
    machineId: '0123456789abcdef0123456789abcdef',
    systemd: true,
  };
}

const CODENAMES: Record<string, string> = {
  'debian-12': 'bookworm',
  'debian-13': 'trixie',
  'ubuntu-22.04': 'jammy',
  'ubuntu-24.04': 'noble',
};

/** A value that cannot be mistaken for anything else, should it ever turn up somewhere. */
export function canary(name: string): string {
  return `CANARY"${name}\\0123456789abcdef`;
}

/**
 * What a person could send: the defaults (and examples, and canaries for secrets) alone, then once with each other
 * option of each select and boolean, so that every milestone that depends on one is seen.
 */
export function sampleInputs(definition: PackageDefinition, operation: string): PackageInput[] {
  const form = inputForm(definition, operation);
  const base = Object.fromEntries(
    form.filter(({ required }) => required).map((field) => [field.name, sampleValue(field)]),
  );
  const variants = form.flatMap((field) =>
    otherValues(field).map((value) => ({ ...base, [field.name]: value })),
  );
  return [base, ...variants];
}

/** A value that a field takes: its example, or what is in no other place for a secret. */
export function sampleValue(field: FormField): unknown {
  if (field.type === 'installation') return `id-${field.packages?.[0] ?? 'any'}`;
  return field.type === 'secret' ? canary(field.name) : field.example;
}

function otherValues(field: FormField): unknown[] {
  if (field.type === 'boolean') return [true, false];
  if (field.type !== 'select') return [];
  return field.options?.map(({ value }) => value) ?? [];
}
