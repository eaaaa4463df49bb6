/** The page of an installation. */
export const installationPage = (installationId: string): string => `/installations/${installationId}`;

/** The form of an operation on an installation, with its plan. An install of what is there is called a change. */
export const operationPage = (installationId: string, kind: string): string =>
  `/installations/${installationId}/${kind === 'install' ? 'change' : kind}`;

/** The operation that the address of a form names. */
export const kindOfPath = (path: string): string => (path === 'change' ? 'install' : path);

interface InstallTarget {
  packageId: string;
  serverId: string;
  /** What it will live in; null: it is installed on the server itself. */
  parentId: string | null;
}

/** The form of an install of what is not there. */
export function installPage({ packageId, serverId, parentId }: InstallTarget): string {
  const target =
    parentId === null ? `server=${encodeURIComponent(serverId)}` : `parent=${encodeURIComponent(parentId)}`;
  return `/catalog/${packageId}/install?${target}`;
}
