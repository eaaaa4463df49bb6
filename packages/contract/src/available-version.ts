/** What the package lists of a server, as they are there, say about newer versions of a package. Not an interface: facts are JSON. */
export type AvailableVersion = {
  /** What an update would install; null where nothing newer is offered, and while the package is on hold. */
  version: string | null;
  /** Somebody put it on hold, so that it is not updated. */
  held: boolean;
  /** Seconds since the server read its lists from the repositories; null where nothing says so. */
  listsAge: number | null;
};
