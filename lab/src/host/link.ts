import { existsSync, readFileSync } from 'node:fs';

const IFF_UP = 1;

/** Is there a network link of this name on the host? */
export const linkExists = (link: string) => existsSync(`/sys/class/net/${link}`);

/** Is it there and switched on? */
export function linkIsUp(link: string): boolean {
  return (
    linkExists(link) && (Number(readFileSync(`/sys/class/net/${link}/flags`, 'utf8')) & IFF_UP) === IFF_UP
  );
}
