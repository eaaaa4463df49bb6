import type { FormField } from '@milepost/contract/form-field';
import { inputForm } from '../src/dsl/input';
import { CATEGORIES } from '../src/dsl/package/categories';
import { REMOVE_DATA } from '../src/dsl/package/data';
import type { PackageDefinition, PackageInput } from '../src/dsl/package/definition';
import type { Listen } from '../src/dsl/package/listen';
import { systemName } from '../src/dsl/package/system-name';
import { sampleInputs } from '../src/dsl/conformance/samples';

/** A test that runs a package on real servers. */
export interface ServersTest {
  /** From the root of the repository. */
  path: string;
  /** `debian-12` */
  systems: string[];
}

interface PageContext {
  catalog: readonly PackageDefinition[];
  tests: ServersTest[];
}

/** The file of a package's page, from `docs/packages/`. */
export const pageName = ({ id }: Pick<PackageDefinition, 'id'>): string => `${id.replaceAll('_', '-')}.md`;

/** What a person wants to know of a package before they install it, in Markdown, from its definition alone. Pure. */
export function packagePage(definition: PackageDefinition, context: PageContext): string {
  const sections = [
    `# ${definition.title}`,
    definition.description,
    table(['', ''], overviewRows(definition, context)),
    '## Settings',
    fieldTable(inputForm(definition), definition.instance?.by ?? []),
    '## Operations',
    table(['operation', 'what it asks'], operationRows(definition)),
    ...dataSection(definition),
  ];
  return `${sections.join('\n\n')}\n`;
}

function overviewRows(definition: PackageDefinition, { catalog, tests }: PageContext): string[][] {
  const { within, category, id, supports, instance, conflicts, provides } = definition;
  const links = (ids: readonly string[]) => ids.map((each) => packageLink(each, catalog)).join(', ');
  const children = catalog.filter((each) => each.within?.id === id).map((each) => each.id);
  const rows = [
    ['ID', code(id)],
    ['Category', CATEGORIES[category]],
    within !== null && ['Part of', packageLink(within.id, catalog)],
    children.length > 0 && ['Parts that are added on its page', links(children)],
    ['Systems', supports.map(systemName).join(', ')],
    ['Several on one server', instance === null ? 'no' : `yes, by ${titlesOf(definition, instance.by)}`],
    needs(definition, catalog),
    provides.length > 0 && ['Provides', provides.map(code).join(', ')],
    conflicts.length > 0 && ['Cannot be there together with', links(conflicts)],
    ...runtimeRows(definition),
    ['Verified on', verified(definition, tests)],
  ];
  return rows.filter((row) => row !== false);
}

function needs({ requirements }: PackageDefinition, catalog: readonly PackageDefinition[]): string[] | false {
  const words = requirements
    .filter(({ role }) => role !== 'parent')
    .map(({ packageIds, capability, optional }) => {
      const any =
        packageIds.length > 0
          ? packageIds.map((each) => packageLink(each, catalog)).join(' or ')
          : `a package that provides ${code(capability ?? '')}`;
      return optional ? `${any} (optional)` : any;
    });
  return words.length > 0 && ['Needs', words.join(', ')];
}

/** Services and ports, with the input that a test would send. */
function runtimeRows(definition: PackageDefinition): (string[] | false)[] {
  const input = sampleInput(definition);
  if (input === null) return [];
  const services = definition.services(input).map(({ unit }) => code(unit));
  const listens = definition.listens(input).map(listenText);
  return [
    services.length > 0 && ['Services', services.join(', ')],
    listens.length > 0 && ['Listens on, by default', listens.join(', ')],
  ];
}

const listenText = ({ port, protocol, on }: Listen): string =>
  protocol === 'unix'
    ? code(String(port))
    : `${code(`${port}/${protocol}`)} ${on === 'loopback' ? 'of the server itself' : on === 'all' ? 'of all addresses' : `of ${on}`}`;

function verified({ supports }: PackageDefinition, tests: ServersTest[]): string {
  if (!tests.some((test) => test.systems.some((system) => supports.includes(system))))
    return '**Not verified** on a server: its plans are, by tests of tables';
  const systems = supports.filter((system) => tests.some((test) => test.systems.includes(system)));
  const others = supports.filter((system) => !systems.includes(system));
  const by = tests.map(({ path }) => code(path)).join(', ');
  const rest = others.length > 0 ? `; **not verified** on ${others.map(systemName).join(', ')}` : '';
  return `${systems.map(systemName).join(', ')}, by ${by}${rest}`;
}

function operationRows(definition: PackageDefinition): string[][] {
  const { verbs, operations } = definition;
  const first = Object.keys(operations).filter((name) => ['install', 'update'].includes(name));
  const others = Object.keys(operations).filter((name) => ![...first, 'uninstall'].includes(name));
  return [...first, ...others, 'uninstall'].flatMap((name) => {
    const does = operations[name]?.does;
    if (does === undefined) return [];
    const asks = name === 'install' ? ['the settings above'] : inputForm(definition, name).map(optionText);
    const verb = name === 'install' ? verbs.install : name === 'uninstall' ? verbs.uninstall : does;
    return [[`${verb} (${code(name)})`, asks.length === 0 ? 'nothing' : asks.join('; ')]];
  });
}

const optionText = ({ title, description }: FormField): string =>
  description === null ? title : `${title}: ${description}`;

function fieldTable(fields: FormField[], identity: readonly string[]): string {
  if (fields.length === 0) return 'None.';
  return table(
    ['setting', 'values', 'default', ''],
    fields.map((field) => [
      field.title,
      valuesOf(field),
      defaultOf(field),
      [
        field.description,
        identity.includes(field.name) && 'Cannot be changed later.',
        field.when !== undefined && `Asked where ${whenText(field.when, fields)}.`,
      ]
        .filter(Boolean)
        .join(' '),
    ]),
  );
}

function valuesOf({ type, options, min, max, unit, choice, item }: FormField): string {
  if (choice === true) return 'what the server offers';
  switch (type) {
    case 'boolean':
      return 'yes, no';
    case 'select':
      return (options ?? []).map(({ label }) => label).join('; ');
    case 'multiselect':
      return `any of: ${(options ?? []).map(({ label }) => label).join('; ')}`;
    case 'number':
      return [range(min, max), unit].filter(Boolean).join(' ') || 'a number';
    case 'list':
      return item === undefined ? 'a list' : `a list: ${item.title}`;
    case 'installation':
      return 'an installation on the same server';
    case 'secret':
      return 'a secret, stored encrypted';
    default:
      return 'text';
  }
}

const range = (min: number | null, max: number | null): string | null =>
  min === null || max === null ? null : `${min} to ${max}`;

function defaultOf({ default: value, options, generate, required, example }: FormField): string {
  if (generate !== null) return 'generated';
  const labelOf = (each: unknown) => options?.find((option) => option.value === each)?.label ?? String(each);
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(labelOf).join('; ');
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string' && value.includes('\n')) return 'see the form';
  if (value !== null && value !== '') return labelOf(value);
  if (!required) return 'none';
  return example === null
    ? 'required'
    : `required, such as ${code(typeof example === 'string' ? example : JSON.stringify(example))}`;
}

function whenText(when: NonNullable<FormField['when']>, fields: FormField[]): string {
  return Object.entries(when)
    .map(([name, value]) => {
      const field = fields.find((each) => each.name === name);
      const label = field?.options?.find((option) => option.value === value)?.label ?? String(value);
      return `“${field?.title ?? name}” is “${label}”`;
    })
    .join(' and ');
}

function dataSection(definition: PackageDefinition): string[] {
  const { data, operations } = definition;
  const input = sampleInput(definition);
  if (data === null || input === null) return [];
  const paths = data.paths(input).map(code).join(', ');
  const removable = operations.uninstall?.options.shape[REMOVE_DATA] !== undefined;
  const rest = removable ? ' It is kept unless its removal is chosen.' : '';
  return ['## Data', `${data.holds}${paths === '' ? '' : `, in ${paths}`}.${rest}`];
}

function sampleInput(definition: PackageDefinition): PackageInput | null {
  const [sample = {}] = sampleInputs(definition, 'install');
  const parsed = definition.input.safeParse(sample);
  return parsed.success ? parsed.data : null;
}

function titlesOf(definition: PackageDefinition, names: readonly string[]): string {
  const fields = inputForm(definition);
  return names.map((name) => fields.find((field) => field.name === name)?.title ?? name).join(', ');
}

function packageLink(id: string, catalog: readonly PackageDefinition[]): string {
  const found = catalog.find((each) => each.id === id);
  return found === undefined ? code(id) : `[${found.title}](${pageName(found)})`;
}

const code = (text: string): string => `\`${text}\``;

/** A Markdown table; cells may hold anything but line breaks. */
export function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
