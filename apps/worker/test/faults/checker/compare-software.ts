import { DEBIAN, isLedger } from './facts';
import type { Facts, SeenInstallation, SeenOperation, SeenServer } from './facts';

/** Rows and servers: what an installation says against what is there. */
export function compareSoftware(facts: Facts): string[] {
  return [
    ...facts.installations.flatMap(recorded),
    ...facts.servers.flatMap((server) =>
      packagesOf(facts, server).flatMap((packageId) =>
        onServer(facts, { server, packageId }).map(
          (difference) => `Server ${server.name}: ${packageId} ${difference}`,
        ),
      ),
    ),
  ];
}

function recorded({ id, status, live, recorded: last }: SeenInstallation): string[] {
  if (last?.status === status && last.uninstalled === !live) return [];
  const says = last ? `${last.status}${last.uninstalled ? ' and uninstalled' : ''}` : 'nothing';
  return [`Installation ${id} is ${status}${live ? '' : ' and uninstalled'}, its history ends with ${says}`];
}

/** Of those that show on a server; the test of another package looks for what it leaves there. */
function packagesOf({ operations }: Facts, { id }: SeenServer): string[] {
  const here = operations.filter(({ serverId }) => serverId === id).map(({ packageId }) => packageId);
  return [...new Set(here)].filter((packageId) => isLedger(packageId) || packageId in DEBIAN);
}

type Presence = 'there' | 'gone' | 'unknown';

interface OnServer {
  server: SeenServer;
  packageId: string;
}

function onServer({ operations, installations }: Facts, { server, packageId }: OnServer): string[] {
  const here = { serverId: server.id, packageId };
  const own = operations.filter((operation) => matches(operation, here));
  const live = installations.filter((installation) => matches(installation, here) && installation.live);
  if (live.length > 1) return [`has ${live.length} live installations`];
  const [installation] = live;
  const found: string[] = [];
  for (const part of partsOf(own, packageId)) {
    const expected = expectation(own, part);
    const there = isThere(server, { packageId, part });
    const name = part ? `part ${part}` : 'it';
    if (expected !== 'unknown' && (expected === 'there') !== there)
      found.push(`${name} should be ${expected} by what its operations did, and is not`);
    if (expected === 'unknown') continue; // skipped, or cut off: nobody claims anything of it
    if (installation?.status === 'active' && !there) found.push(`is active, and ${name} is not there`);
    if (!installation && there) found.push(`is not installed, and ${name} is there`);
  }
  const service = DEBIAN[packageId]?.service;
  if (service && installation?.status === 'active' && !server.services.includes(service))
    found.push('is active, and its service does not run');
  return found;
}

const matches = (
  one: { serverId: string; packageId: string },
  other: { serverId: string; packageId: string },
): boolean => one.serverId === other.serverId && one.packageId === other.packageId;

/** One without a name for a package that is looked at as a whole. */
function partsOf(operations: SeenOperation[], packageId: string): string[] {
  if (!isLedger(packageId)) return [''];
  return [...new Set(operations.flatMap(({ milestones }) => milestones.flatMap(({ parts }) => parts)))];
}

function isThere(server: SeenServer, { packageId, part }: { packageId: string; part: string }): boolean {
  const debian = DEBIAN[packageId];
  return debian ? server.packages.includes(debian.name) : server.software.includes(`${packageId}/${part}`);
}

/** What is left of all operations, the first first: each brings it, takes it away, leaves it, or leaves it unknown. */
function expectation(operations: SeenOperation[], part: string): Presence {
  let is: Presence = 'gone';
  for (const operation of operations) is = after(operation, part) ?? is;
  return is;
}

/** Null: as it was before. */
function after({ kind, milestones }: SeenOperation, part: string): Presence | null {
  const own = part === '' ? milestones : milestones.filter(({ parts }) => parts.includes(part));
  const brought = kind === 'uninstall' ? 'gone' : 'there';
  if (own.every(({ status }) => status === 'done')) return brought;
  if (own.every(({ status, attempts }) => status === 'rolled_back' || attempts === 0)) return null;
  return 'unknown';
}
