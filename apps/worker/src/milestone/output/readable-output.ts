import { stripVTControlCharacters } from 'node:util';
import { stripProgressMessages } from '@milepost/contract/progress-protocol';

/** How much of what a failed state printed is searched for causes, in bytes from its end. */
export const PRINTED_BYTES = 256 * 1024;

const MAX_LINE_LENGTH = 200;

/** The end of an output as people read it: no control characters, what was overwritten by carriage returns gone. */
export const readableTail = (tail: Uint8Array): string => readable(new TextDecoder().decode(tail));

/** The same of a text. */
export function readable(text: string): string {
  return stripVTControlCharacters(stripProgressMessages(text))
    .split('\n')
    .map((line) => line.replace(/\r+$/, '').split('\r').at(-1) ?? '')
    .join('\n');
}

/** Lines that only say that something failed before, or that list what they do not explain. */
const SYMPTOMS = new RegExp(
  [
    '^Errors were encountered while processing:',
    '^E: Sub-process ',
    '^[EW]: Some index files failed to download',
    '^E: Unable to fetch some archives',
    '^E: The package lists or status file could not be parsed',
    '^E: (?:Unable to lock (?:the|directory)|Unable to acquire the dpkg frontend lock)',
    '^E: IO Error saving source cache',
    'Failed to start ',
    'Failed with result ',
    '[Pp]rocess exited, code=exited',
    '^(?:Main PID|Process|Active|Loaded): ',
    '^Job for ',
    '^See "systemctl ',
    '^(?:Synchronizing state of|Executing:) ',
    '^invoke-rc\\.d: ',
    'configuration file \\S+ test failed',
    '^(?:LISTEN|[×●○]) ',
  ].join('|'),
);

/** Whether a line only says that something failed before: no heading. */
export const isSymptom = (line: string): boolean => SYMPTOMS.test(line);

const LOOKS_LIKE_AN_ERROR =
  /^E:|error|fail|cannot|could not|can't|denied|not found|refused|invalid|unable|no such/i;

/** The line that best explains a failure: the last that looks like an error and is not just a symptom of one. Null without output. */
export function mostRelevantLine(output: string): string | null {
  const lines = output
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const looksLikeAnError = (line: string): boolean => LOOKS_LIKE_AN_ERROR.test(line);
  const causes = lines.filter((line) => !isSymptom(line));
  const relevant = causes.findLast(looksLikeAnError) ?? lines.findLast(looksLikeAnError) ?? lines.at(-1);
  if (relevant === undefined) return null;
  return relevant.length > MAX_LINE_LENGTH ? `${relevant.slice(0, MAX_LINE_LENGTH)}…` : relevant;
}
