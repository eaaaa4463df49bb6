const LONGEST = 72;
const FORM = /^[a-z][a-z0-9-]*: (?<first>[^\s:]+).*$/;
/** What git writes itself. */
const BY_GIT = /^(Merge |Revert ")/;

/** Words that cannot begin an imperative: articles, pronouns, and verbs in another form. */
const NO_IMPERATIVE =
  /^(an?|the|it|its|this|that|these|those|what|which|who|whose|whoever|when|where|while|one|no|not|only|.*[^su]s|.*(?<!e|emb|sh|shr)ed|.*(?<!br|p|r|str|sw)ing)$/i;
const IMPERATIVE = new Set(['alias', 'always', 'bring', 'ping', 'ring', 'string', 'swing']);

/** What is wrong with the subject of a commit, or null. The rule is in CONTRIBUTING.md. */
export function subjectProblem(subject: string): string | null {
  if (BY_GIT.test(subject)) return null;
  if (subject.length > LONGEST) return `has ${subject.length} characters; at most ${LONGEST} are allowed`;
  if (subject.endsWith('.')) return 'ends with a period';
  const first = FORM.exec(subject)?.groups?.first;
  if (first === undefined) return 'is not of the form "area: imperative"';
  if (/^[A-Z][a-z]/.test(first)) return `begins "${first}" with a capital letter`;
  if (!IMPERATIVE.has(first) && NO_IMPERATIVE.test(first)) return `"${first}" is no imperative`;
  return null;
}
