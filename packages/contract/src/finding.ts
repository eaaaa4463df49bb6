/** What a state's preview or explanation says about a server: a line each, `KIND TAB FIELD TAB SENTENCE`; see states/findings.ts. */

const KINDS = ['blocked', 'destroys', 'replaces', 'changes', 'keeps', 'warns', 'informs'] as const;

/**
 * `blocked`: the operation cannot succeed while this is so. `destroys`: data would be lost or go out of sight. `replaces`: a file that
 * Milepost did not write, or that was edited since, would be replaced. `changes`: a setting would change. `keeps`: something found there
 * stays. `warns`: worth knowing, prevents nothing. `informs`: what follows from it, such as when a job runs next.
 */
export type FindingKind = (typeof KINDS)[number];

export interface Finding {
  kind: FindingKind;
  /** One sentence for people, with what to do where something can be done. No secret. */
  sentence: string;
  /** Name of the form field that helps; null where none does. */
  field: string | null;
}

/** More of one state do not help anybody. */
const MAX_FINDINGS = 20;
const MAX_SENTENCE_LENGTH = 500;

/** Reads what a preview printed. Lines that are not findings are left out. Pure. */
export function parseFindings(output: string): Finding[] {
  return output
    .split('\n')
    .flatMap((line) => {
      const [kind = '', field = '', sentence = ''] = line.split('\t');
      if (!isKind(kind) || sentence.trim() === '') return [];
      return [
        { kind, sentence: sentence.trim().slice(0, MAX_SENTENCE_LENGTH), field: field === '' ? null : field },
      ];
    })
    .slice(0, MAX_FINDINGS);
}

const isKind = (text: string): text is FindingKind => (KINDS as readonly string[]).includes(text);
