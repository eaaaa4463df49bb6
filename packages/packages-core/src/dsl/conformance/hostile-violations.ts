import { fieldProblemMessage } from '@milepost/contract/messages/errors/validation-errors';
import type { Plan } from '@milepost/contract/plan';
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
import { outsideSingleQuotes } from './outside-single-quotes';
import { factsOf, sampleInputs } from './samples';
import { readScripts } from './syntax';

/** A sentence is read at a field: so many characters, and nothing of what was sent at length. */
const SENTENCE = 300;
/** The part of a text by which a shell would make the file. */
const RUN = /(?:touch |:>)\/tmp\/canary/;
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
    textPlaces(definition, operation).flatMap((place) => {
      const subject = { definition, operation, catalog, place };
      const trials = hostileTexts(place).flatMap((forms) => trialsOf(subject, forms));
      readScripts(trials.flatMap(({ plans }) => plans.flatMap(planCommands).map(({ script }) => script)));
      return trials.flatMap((trial) =>
        trialViolations(subject, trial).map(
          (wrong) => `${definition.id} ${operation}: ${place.path} with ${shown(trial.text)}: ${wrong}`,
        ),
      );
    }),
  );
}

interface Trial {
  text: string;
  parsed: ParsedInput;
  /** How long it took to check, in milliseconds. */
  took: number;
  /** For each system; of the first form of a text that is taken. */
  plans: Plan[];
}

/** Each form of a text is sent; the first that is taken is compiled. */
function trialsOf(subject: Subject, forms: readonly string[]): Trial[] {
  const { definition, operation, place } = subject;
  const sent = forms.map((text) => {
    const since = performance.now();
    const parsed = parseInput(definition, place.withText(text), operation);
    return { text, parsed, took: performance.now() - since };
  });
  const taken = sent.find(({ parsed }) => parsed.ok);
  return sent.map((each) => ({
    ...each,
    plans: each === taken && each.parsed.ok ? plansOf(subject, each.parsed) : [],
  }));
}

function trialViolations(subject: Subject, { text, parsed, took, plans }: Trial): string[] {
  return [
    ...(took > MILLISECONDS ? [`takes ${Math.round(took)} ms to check.`] : []),
    ...(parsed.ok ? storedViolations(text) : refusalViolations(parsed.issues, subject.place)),
    ...plans.flatMap((plan) => commandViolations(plan, subject)),
  ];
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

function plansOf({ definition, operation, catalog, place }: Subject, parsed: Accepted): Plan[] {
  const [raw = {}] = sampleInputs(definition, 'install');
  const installed = operation === 'install' ? parsed : parseInput(definition, raw);
  // That there is no such installation is found where rows are at hand.
  if (place.field.type === 'installation' || !installed.ok) return [];
  return definition.supports.map((system) =>
    compile({
      ...{ definition, operation, input: installed.input, server: factsOf(system) },
      options: operation === 'install' ? {} : parsed.input,
      ...references(sampleRelated(definition, catalog)),
    }),
  );
}

function commandViolations(plan: Plan, { definition, operation, catalog, place }: Subject): string[] {
  const secrets = [
    ...secretFields(definition.input),
    ...secretFields(schemaOf(definition, operation)).map((name) => `options.${name}`),
    ...secretPaths(sampleRelated(definition, catalog)),
  ];
  return [
    // A label may end as a name does.
    ...planViolations(plan, secrets).filter((wrong) => !/: say in the (label|action) /.test(wrong)),
    ...(place.field.type === 'secret' && JSON.stringify(plan).includes(CANARY_FILE)
      ? ['is a secret in the plan.']
      : []),
    ...planCommands(plan).flatMap(({ script }) =>
      RUN.test(script) && RUN.test(outsideSingleQuotes(script))
        ? [`stands outside of single quotes in: ${shown(script)}`]
        : [],
    ),
  ];
}

const shown = (text: string): string =>
  `${JSON.stringify(text.slice(0, 60))}${text.length > 60 ? `… (${text.length})` : ''}`;
