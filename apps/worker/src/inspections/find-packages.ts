import type { FoundPackage } from '@milepost/contract/found-package';
import type { InspectionRequest, InspectionResult } from '@milepost/contract/inspection-workflow';
import type { ServerFacts } from '@milepost/contract/facts';
import { catalog } from '@milepost/packages-core/dsl/catalog';
import { foundReads, foundSettingReads, parseFound } from '@milepost/packages-core/dsl/facts/found-packages';
import { readFacts } from '../plans/read-facts';
import type { Dependencies } from '../startup/dependencies';
import { Refused, refusalOf } from './refused';

type Request = Extract<InspectionRequest, { kind: 'found' }>;

/** Reads which packages of the catalog are on a server, and their settings there. Changes nothing. */
export async function findPackages(
  dependencies: Dependencies,
  { serverId }: Request,
  signal: AbortSignal,
): Promise<InspectionResult> {
  try {
    return { kind: 'found', packages: await readFound(dependencies, serverId, signal) };
  } catch (error) {
    signal.throwIfAborted();
    const refused = refusalOf(error);
    if (!refused) throw error;
    return refused;
  }
}

async function readFound(
  { db, hosts }: Dependencies,
  serverId: string,
  signal: AbortSignal,
): Promise<FoundPackage[]> {
  const server = await db.server.findUnique({ where: { id: serverId }, select: { facts: true } });
  const facts = server?.facts as unknown as ServerFacts | null | undefined;
  if (!facts) throw new Refused({ code: 'unwanted' }); // nobody asks before it has joined
  const system = `${facts.os}-${facts.version}`;
  const host = await hosts.connect({ serverId, credential: 'root' }, signal);
  const versions = await readFacts(host, foundReads(catalog(), system), signal);
  const settings = await readFacts(host, foundSettingReads(catalog(), versions), signal);
  return parseFound(catalog(), { ...versions, ...settings });
}
