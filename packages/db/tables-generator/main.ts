import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { toTables } from './to-tables';
import type { Model } from './to-tables';

/**
 * A generator of `prisma generate`, beside the one of Prisma's client: writes tables.ts, the types of the tables for Kysely. Prisma writes
 * one JSON-RPC request a line and reads the answers from the error stream.
 */
interface Request {
  id: number;
  method: string;
  params: { generator: { output: { value: string } }; dmmf: { datamodel: { models: Model[] } } };
}

const MANIFEST = { prettyName: 'table types', defaultOutput: '../src/generated' };

function handle({ method, params }: Request): unknown {
  if (method === 'getManifest') return { manifest: MANIFEST };
  if (method !== 'generate')
    throw new Error(`Prisma asked for "${method}", which this generator does not know`);
  writeFileSync(
    path.join(params.generator.output.value, 'tables.ts'),
    toTables(params.dmmf.datamodel.models),
  );
  return null;
}

function respond(request: Request): object {
  try {
    return { result: handle(request) };
  } catch (error) {
    return { error: { code: 0, message: (error as Error).message, data: {} } };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line) as Request;
  process.stderr.write(`${JSON.stringify({ jsonrpc: '2.0', id: request.id, ...respond(request) })}\n`);
}
