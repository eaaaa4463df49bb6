import type { FormField } from '@milepost/contract/form-field';
import { inputForm } from '../form/input-form';
import type { PackageDefinition, PackageInput } from '../package/definition';
import { sampleInputs, sampleValue } from './samples';

/** The file that none of these texts may ever make. Its name is in each text that a shell would run. */
export const CANARY_FILE = '/tmp/canary';

const TOUCH = `touch ${CANARY_FILE}`;
/** Without a space: a password has none. */
const MAKE = `:>${CANARY_FILE}`;

/** What a shell would run or give a meaning to, what a file of settings would, and what nothing can store. */
const TEXTS: readonly string[] = [
  ...[`$(${TOUCH})`, `\`${TOUCH}\``, `;${TOUCH};`, `&&${TOUCH}`, `|${TOUCH}`, `$(${MAKE})`, `\`${MAKE}\``],
  ...[
    `';${TOUCH};'`,
    `";${TOUCH};"`,
    `'$(${MAKE})'`,
    `"$(${MAKE})"`,
    `\\';${MAKE};\\"`,
    `';${MAKE};"\`${MAKE}\``,
  ],
  ...[`a\n${TOUCH}\n`, `\n${TOUCH}`, `a\r\n${TOUCH}\r\n`, `EOF\n${TOUCH}\n`],
  ...[
    '%',
    '%n%s%h%%',
    '100 %',
    '-rf',
    '--help',
    '-',
    '\\',
    '\\n\\0',
    '$',
    '${HOME}',
    '$HOME',
    '~root',
    '*',
    '!!',
  ],
  ...[
    '#',
    '# a',
    '[a]',
    '{{a}}',
    '<b>&amp;',
    '"',
    "'",
    '`',
    '=',
    ':',
    '/',
    '..',
    '../..',
    `../..${CANARY_FILE}`,
  ],
  ...[' ', '\t', '\n', 'é😀', '\u0085', '\u2028', '\u202e', '\ufeff'],
  ...['\0', 'a\0b', '\ud800', 'a\udc00b', '\u0001', '\u001b[31m', '\u007f'],
  ...['x'.repeat(1_000_000), 'a'.repeat(999_999) + '!', ' '.repeat(1_000_000), '"\\'.repeat(500_000)],
];

/** As much of it as fits into one text: of several lines, of one, of one without spaces. */
const STRONGEST: readonly string[] = [
  `-- '";$(${TOUCH})\`${TOUCH}\`%n\\ ${'${HOME}'} é😀 # \n;${TOUCH}\nEOF\n'\n${TOUCH}\n"\n${TOUCH}`,
  `-- '";$(${TOUCH})\`${TOUCH}\`%n\\ ${'${HOME}'} é😀 #`,
  `-'";$(${MAKE})\`${MAKE}\`%n\\${'${HOME}'}#`,
];

/** A place in a form that takes text: a field, an entry of a list, a member of a group. */
export interface TextPlace {
  /** As an issue has it: `settings.0`. */
  path: string;
  field: FormField;
  /** What a form sends for it with this text there, and what it is asked for with. */
  sent: (text: string) => PackageInput;
  /** The same in a form that is otherwise filled in. */
  withText: (text: string) => PackageInput;
}

/** Every place of a form that takes text, a choice of several included: what is sent for that is text, too. */
export function textPlaces(definition: PackageDefinition, operation: string): TextPlace[] {
  const [base = {}] = sampleInputs(definition, operation);
  return inputForm(definition, operation).flatMap((field) =>
    placesIn(field).map(({ path, field: own, hold }) => {
      const sent = (text: string) => ({ ...field.when, [field.name]: hold(text) });
      return { path, field: own, sent, withText: (text) => ({ ...base, ...sent(text) }) };
    }),
  );
}

/** All that is tried in a place, a list for each text: alone, behind what the field takes, in front of it. */
export function hostileTexts({ field }: TextPlace): string[][] {
  const valid = validText(field);
  return TEXTS.map((text) => [...new Set([text, `${valid}${text}`, `${text}${valid}`])]);
}

/** What a place takes of these that a shell would run, the strongest first. `takes`: whether the form takes a text. */
export function strongestText({ field }: TextPlace, takes: (text: string) => boolean): string | undefined {
  const valid = validText(field);
  const candidates = [...STRONGEST, ...TEXTS.filter((text) => text.includes(TOUCH) || text.includes(MAKE))];
  return candidates.flatMap((text) => [text, `${valid} ${text}`, `${valid}${text}`]).find(takes);
}

function validText({ type, example, default: own, options, min }: FormField): string {
  if (type === 'secret') return 'x'.repeat(min ?? 0);
  const valid = [example, own, options?.[0]?.value].find((value) => typeof value === 'string');
  return typeof valid === 'string' ? valid : '';
}

interface Place {
  path: string;
  field: FormField;
  /** The value of the outermost field with this text in it. */
  hold: (text: string) => unknown;
}

function placesIn(field: FormField): Place[] {
  const { name, type, item, fields = [] } = field;
  const below = (inner: FormField, at: string, hold: (value: unknown) => unknown) =>
    placesIn(inner).map((place) => ({
      ...{ path: place.path.replace(inner.name, `${name}.${at}`), field: place.field },
      hold: (text: string) => hold(place.hold(text)),
    }));
  switch (type) {
    case 'number':
    case 'boolean':
      return [];
    case 'text':
    case 'textarea':
    case 'select':
    case 'secret':
    case 'installation':
      return [{ path: name, field, hold: (text) => text }];
    case 'multiselect':
      return [{ path: `${name}.0`, field, hold: (text) => [text] }];
    case 'list':
      return item ? below(item, '0', (value) => [value]) : [];
    case 'object': {
      const others = Object.fromEntries(fields.map((each) => [each.name, sampleValue(each)]));
      return fields.flatMap((each) => below(each, each.name, (value) => ({ ...others, [each.name]: value })));
    }
  }
}
