import type { OutputGroup } from '../../../live/store/output-lines';

/** "3 Installing nginx", "5 Starting nginx · attempt 2", "Roll back · Installing nginx". */
export function groupTitle(groups: readonly OutputGroup[], group: OutputGroup, label = ''): string {
  if (!group.undo)
    return `${group.milestone} ${label}${group.attempt > 1 ? ` · attempt ${group.attempt}` : ''}`.trim();
  const alike = groups.filter(({ undo, milestone }) => undo && milestone === group.milestone);
  const attempt = alike.indexOf(group) + 1;
  return `Roll back · ${label}${attempt > 1 ? ` · attempt ${attempt}` : ''}`;
}
