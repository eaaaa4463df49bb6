import type { Client } from '@temporalio/client';
import type { Database } from '@milepost/db/client';
import { collectRows } from './collect-rows';
import { collectRuns } from './collect-runs';
import { collectServer } from './collect-server';
import type { Exec } from './collect-server';
import type { Facts } from './facts';

interface Places {
  db: Database;
  engine: Client;
  servers: { id: string; name: string; exec: Exec }[];
}

/** Reads servers, Temporal and rows, each past the code that wrote them; judges nothing. */
export async function collect({ db, engine, servers }: Places): Promise<Facts> {
  return {
    ...(await collectRows(db)),
    runs: await collectRuns(engine),
    servers: await Promise.all(servers.map(collectServer)),
  };
}
