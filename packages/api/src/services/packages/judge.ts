import type { Database } from '@milepost/db/client';
import type { Server } from '@milepost/db/types';
import type { ServerFacts } from '@milepost/packages-core/contract/facts';
import { against } from '@milepost/packages-core/dsl/against';
import { findPackage } from '@milepost/packages-core/dsl/catalogue';
import type { PackageDefinition } from '@milepost/packages-core/dsl/define-package';
import { parseInput } from '@milepost/packages-core/dsl/input';
import type { ParsedInput } from '@milepost/packages-core/dsl/input';
import { AppError } from '../../errors/app-error';
import { invalidSentence } from '../../errors/error-data';
import { requirePackage } from '../catalogue/require-package';
import { notReady } from '../servers/not-ready';
import { requireServer } from '../servers/require-server';

export interface Wish {
  serverId: string;
  packageId: string;
  kind: 'install' | 'uninstall';
  /** As the form sent it. */
  input: Record<string, unknown>;
}

export interface Judged {
  definition: PackageDefinition;
  server: Server;
  /** Null: never read, so no plan can be made. */
  facts: ServerFacts | null;
  parsed: Extract<ParsedInput, { ok: true }>;
  /** What is against it, in a sentence. */
  problem: string | null;
}

/** Parses a wish and says what is against it. Throws what is wrong with the form itself, by field. */
export async function judge(db: Database, { serverId, packageId, kind, input }: Wish): Promise<Judged> {
  const definition = requirePackage(packageId);
  const server = await requireServer(db, serverId);
  const parsed = parseInput(definition, input, kind);
  if (!parsed.ok) {
    const fields = Object.fromEntries(parsed.issues.map(({ path, message }) => [path, message]));
    throw new AppError('BAD_REQUEST', invalidSentence(parsed.issues.length), { fields });
  }
  const facts = server.facts as unknown as ServerFacts | null;
  const all = await db.installation.findMany({
    where: { serverId, uninstalledAt: null },
    select: { packageId: true, status: true },
  });
  const installed = all.filter((installation) => installation.packageId !== packageId);
  const absent = kind === 'uninstall' && installed.length === all.length;
  const problem =
    notReady(server) ??
    (facts ? null : `What runs on ${server.name} is not known: remove it and add it again.`) ??
    (absent ? `${definition.title} is not installed on ${server.name}.` : null) ??
    against({ kind, definition, facts, installed, find: findPackage });
  return { definition, server, facts, parsed, problem };
}
