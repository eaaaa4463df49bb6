import type { Verbs } from '@milepost/api/views';
import { withinSentence } from '@milepost/contract/messages/format/text';

/** "Create database", "Add rule": to have another child of a package. Pure. */
export function addLabel({ verbs, title }: { verbs: Verbs; title: string }): string {
  const verb = verbs.install === 'Install' ? 'Add' : verbs.install;
  return `${verb} ${withinSentence(title)}`;
}
