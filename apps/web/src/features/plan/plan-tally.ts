import type { PlanPreview } from '@milepost/api/package-views';
import { outOfSightMessage, planSummary, uncheckedMessage } from '@milepost/contract/messages/plans';

export interface PlanTally {
  /** Prevents the operation. */
  blocked: number;
  alreadyTrue: number;
  /** To be done, nothing lost by it. */
  willBeDone: number;
  destructive: number;
  /** Looked at once the changes are made. */
  willBeChecked: number;
  /** The server was not asked, or could not say. */
  unknown: number;
}

export type PlanStateView = PlanPreview['milestones'][number]['states'][number];
type Milestones = Pick<PlanPreview, 'milestones'>;

/** Every state of a plan in exactly one category. Pure. */
export function tallyOf(preview: Milestones): PlanTally {
  const tally = { blocked: 0, alreadyTrue: 0, willBeDone: 0, destructive: 0, willBeChecked: 0, unknown: 0 };
  for (const state of statesOf(preview)) tally[categoryOf(state)] += 1;
  return tally;
}

export function categoryOf({
  is,
  role,
  destructive,
  findings,
}: Pick<PlanStateView, 'is' | 'role' | 'destructive' | 'findings'>): keyof PlanTally {
  if (is === 'already_true') return 'alreadyTrue';
  if (findings.some(({ kind }) => kind === 'blocked')) return 'blocked';
  if (destructive !== null || findings.some(({ kind }) => kind === 'destroys')) return 'destructive';
  if (role === 'verification') return 'willBeChecked';
  return is === 'to_do' && role === 'change' ? 'willBeDone' : 'unknown';
}

/** What prevents the operation, a reason each. Pure. */
export function blockersOf(preview: Milestones) {
  return statesOf(preview).flatMap(({ findings }) => findings.filter(({ kind }) => kind === 'blocked'));
}

/** What pressing the button will mean, in a sentence. Pure. */
export function planSentence(preview: Pick<PlanPreview, 'milestones' | 'checkedAt'>): string {
  const replaced = statesOf(preview).flatMap(({ findings }) => findings.filter(isReplacement)).length;
  const losses = lossesOf(preview).length;
  return planSummary({ ...tallyOf(preview), losses, replaced, checked: preview.checkedAt !== null });
}

/** What a plan would delete for good: a sentence each, with the names that the server gave. Pure. */
export function lossesOf(preview: Milestones): { sentence: string; names: string[] }[] {
  return statesOf(preview).flatMap(({ is, destructive, losses }) =>
    is !== 'already_true' && destructive !== null ? [{ sentence: destructive, names: losses }] : [],
  );
}

/** Data that would be lost or no longer be in use, in the words of what found it on the server, else by its path. Pure. */
export function dataAtRisk(preview: Pick<PlanPreview, 'milestones' | 'outOfSight'>): string[] {
  const found = statesOf(preview).flatMap(({ findings }) =>
    findings.flatMap(({ kind, sentence }) => (kind === 'destroys' ? [sentence] : [])),
  );
  const unmentioned = preview.outOfSight.filter((path) => !found.some((sentence) => sentence.includes(path)));
  return [...found, ...unmentioned.map(outOfSightMessage)];
}

/** Why a plan that removes something cannot be submitted yet; null where it was checked against the server. Pure. */
export function uncheckedSentence(
  { preview, checking }: { preview: Pick<PlanPreview, 'checkedAt'> | undefined; checking: boolean },
  server: string,
): string | null {
  if (checking) return uncheckedMessage(server, true);
  if (preview === undefined || preview.checkedAt !== null) return null;
  return uncheckedMessage(server, false);
}

const statesOf = ({ milestones }: Milestones): PlanStateView[] => milestones.flatMap(({ states }) => states);
const isReplacement = ({ kind }: PlanStateView['findings'][number]): boolean => kind === 'replaces';
