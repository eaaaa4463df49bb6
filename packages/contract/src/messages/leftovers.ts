interface Leftovers {
  server: string;
  uninstall: boolean;
  /** What is so on the server, in a few words each. */
  done: string[];
  /** What is not known, in a few words each; of an uninstall: what may still be there. */
  uncertain: string[];
  /** What an uninstall has not removed. */
  notRemoved: string[];
}

/** What an incomplete operation left on its server by its milestones, a sentence each. */
export function leftoverMessages({ server, uninstall, done, uncertain, notRemoved }: Leftovers): {
  known: string[];
  unknown: string[];
} {
  const known = observedMessages(done);
  if (notRemoved.length > 0) known.push(`Still on ${server}: ${list(notRemoved)}.`);
  if (!uninstall) return { known, unknown: uncertain.map((words) => `Unknown whether ${words}.`) };
  return { known, unknown: uncertain.length > 0 ? [`May still be on ${server}: ${list(uncertain)}.`] : [] };
}

/** What was seen on the server, in a few words each, as sentences. */
export const observedMessages = (leftovers: string[]): string[] => leftovers.map((words) => `${words}.`);

/** The worker has looked, and nothing is there. */
export const nothingLeftMessage = (server: string): string =>
  `Nothing that it installed is left on ${server}.`;

const list = (words: string[]): string => new Intl.ListFormat('en-US', { type: 'conjunction' }).format(words);
