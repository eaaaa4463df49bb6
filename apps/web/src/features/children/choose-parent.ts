import type { ParentView } from '@milepost/api/installation-views';

interface Wanted {
  /** The parent and the server that the address names. */
  parentId: string | null;
  serverId: string | null;
}

/** The parent that a form begins with: the one that is asked for, else the only one that is ready, on the server that is asked for. Pure. */
export function chooseParent(
  parents: readonly ParentView[],
  { parentId, serverId }: Wanted,
): ParentView | undefined {
  const asked = parents.find(({ id }) => id === parentId);
  if (asked) return asked;
  const [only, ...others] = parents.filter(
    ({ ready, server }) => ready && (serverId === null || server.id === serverId),
  );
  return others.length === 0 ? only : undefined;
}
