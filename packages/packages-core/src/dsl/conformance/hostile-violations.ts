import { fieldProblemMessage } from '@milepost/contract/messages/errors/validation-errors';
import { compile } from '../compile';
import { parseInput } from '../input';
import type { ParsedInput } from '../input';
import type { PackageDefinition } from '../package/definition';
import { planCommands } from '../plan/commands';
import { secretFields, schemaOf } from '../form/schema';
import { CANARY_FILE, hostileTexts, textPlaces } from './hostile-texts';
import type { TextPlace } from './hostile-texts';
import { planViolations } from './plan-violations';
import { references, sampleRelated, secretPaths } from './sample-installations';
import { factsOf, sampleInputs } from './samples';

/** A sentence is read at a field: so many characters, and nothing of what was sent at length. */
const SENTENCE = 300;
/** A form is checked while somebody types. */
const MILLISECONDS = 1000;

type Accepted = Extract<ParsedInput, { ok: true }>;

interface Subject {
  definition: PackageDefinition;
  operation: string;
  catalog: readonly PackageDefinition[];
  place: TextPlace;
}

/**
 * What a package does wrong with hostile text, a sentence each. Every text in every place of its forms gets either one sentence at that place, or
 * a plan whose commands a shell can read and in which the text stands nowhere but in single quotes.
 */
export function hostileTextViolations(
  definition: PackageDefinition,
  catalog: readonly PackageDefinition[],
): string[] {
  return Object.keys(definition.operations).flatMap((operation) =>
    textPlaces(definition, operation).flatMap((place) =>
      hostileTexts(place).flatMap((forms) =>
        textViolations({ definition, operation, catalog, place }, forms),
      ),
    ),
  );
}

/** Each form of a text is sent; the first that is taken is compiled. */
function textViolations(subject: Subject, forms: readonly string[]): string[] {
  const sent = forms.map((text) => ({ text, ...parsedInTime(subject, text) }));
  const taken = sent.find(({ parsed }) => parsed.ok);
  return [
    ...sent.flatMap(({ text, parsed, slow }) =>
      [
        ...slow,
        ...(parsed.ok ? storedViolations(text) : refusalViolations(parsed.issues, subject.place)),
      ].map((wrong) => at(subject, text, wrong)),
    ),
    ...(taken?.parsed.ok
      ? plansViolations(subject, taken.parsed).map((wrong) => at(subject, taken.text, wrong))
      : []),
  ];
}

const at = ({ definition, operation, place }: Subject, text: string, wrong: string): string =>
  `${definition.id} ${operation}: ${place.path} with ${shown(text)}: ${wrong}`;

function parsedInTime({ definition, operation, place }: Subject, text: string) {
  const since = performance.now();
  const parsed = parseInput(definition, place.withText(text), operation);
  const took = performance.now() - since;
  return { parsed, slow: took > MILLISECONDS ? [`takes ${Math.round(took)} ms to check.`] : [] };
}

function refusalViolations(
  issues: Extract<ParsedInput, { ok: false }>['issues'],
  place: TextPlace,
): string[] {
  const elsewhere = issues.filter(({ path }) => path !== place.path);
  const sentences = issues.map(({ problem }) => fieldProblemMessage(problem));
  return [
    ...(issues.length === 1 ? [] : [`gets ${issues.length} sentences instead of one.`]),
    ...elsewhere.map(({ path }) => `gets its sentence at “${path}”.`),
    ...sentences
      .filter((sentence) => !/^[^\n\0]{1,300}[.]$/.test(sentence))
      .map((sentence) => `gets no sentence of at most ${SENTENCE} characters: ${shown(sentence)}`),
    ...(JSON.stringify(issues).length > 2 * SENTENCE ? ['is sent back at length.'] : []),
  ];
}

/** What PostgreSQL or a file cannot hold, or only as other bytes. */
const storedViolations = (text: string): string[] =>
  /\0|\p{Cs}/u.test(text) || text.length > 100_000 ? ['is taken, and cannot be stored as it is.'] : [];

function plansViolations(
  { definition, operation, catalog, place: { field } }: Subject,
  parsed: Accepted,
): string[] {
  // That there is no such installation is found where rows are at hand.
  if (field.type === 'installation') return [];
  const related = sampleRelated(definition, catalog);
  const [raw] = sampleInputs(definition, 'install');
  const installed = operation === 'install' ? parsed : parseInput(definition, raw ?? {});
  const secrets = [
    ...secretFields(definition.input),
    ...secretFields(schemaOf(definition, operation)).map((name) => `options.${name}`),
    ...secretPaths(related),
  ];
  if (!installed.ok) return [];
  const plans = definition.supports.map((system) =>
    compile({
      ...{ definition, operation, input: installed.input, server: factsOf(system) },
      options: operation === 'install' ? {} : parsed.input,
      ...references(related),
    }),
  );
  return plans.flatMap((plan) => [
    ...planViolations(plan, secrets),
    ...(field.type === 'secret' && JSON.stringify(plan).includes(CANARY_FILE)
      ? ['is a secret in the plan.']
      : []),
    ...planCommands(plan).flatMap(({ script }) =>
      withoutQuoted(script).includes(CANARY_FILE)
        ? [`stands outside of single quotes in: ${shown(script)}`]
        : [],
    ),
  ]);
}

/** The script without what is in single quotes, which a shell gives no meaning to. */
const withoutQuoted = (script: string): string => script.replaceAll(/'[^']*'/g, "''");

const shown = (text: string): string =>
  `${JSON.stringify(text.slice(0, 60))}${text.length > 60 ? `… (${text.length})` : ''}`;
