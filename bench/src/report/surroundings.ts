import os from 'node:os';
import { readFile } from 'node:fs/promises';
import { Connection } from '@temporalio/client';
import pg from 'pg';
import type { BenchProduct } from '../context/product';

/** What the numbers depend on; names no machine and no folder. */
export interface Surroundings {
  machine: { cores: number; cpu: string; memoryGB: number; os: string; node: string };
  /** As SHOW answers. Null where no row used it, as `temporal`. */
  postgres: Record<string, string> | null;
  temporal: { version: string; options: string[] } | null;
  lab: string;
}

const SHOWN = ['server_version', 'fsync', 'synchronous_commit', 'full_page_writes', 'wal_sync_method'];

/** Reads them from what runs. */
export async function readSurroundings(product: BenchProduct | null): Promise<Surroundings> {
  return {
    machine: {
      cores: os.cpus().length,
      cpu: os.cpus()[0]?.model.trim() ?? 'unknown',
      memoryGB: Math.round(os.totalmem() / 1024 ** 3),
      os: `${os.type()} ${os.release()}`,
      node: process.version,
    },
    postgres: product && (await postgresSettings(product.databaseUrl)),
    temporal: product && (await temporalSettings(product)),
    lab: 'Debian 12 in systemd-nspawn on this machine, over a bridge',
  };
}

async function postgresSettings(url: string): Promise<Record<string, string>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const settings: Record<string, string> = {};
    for (const name of SHOWN) {
      const { rows } = await client.query<Record<string, string>>(`show ${name}`);
      settings[name] = rows[0]?.[name] ?? '';
    }
    return settings;
  } finally {
    await client.end();
  }
}

async function temporalSettings({ product }: BenchProduct): Promise<NonNullable<Surroundings['temporal']>> {
  const connection = await Connection.connect({ address: `127.0.0.1:${product.ports.temporal}` });
  try {
    const { serverVersion } = await connection.workflowService.getSystemInfo({});
    const words = (await readFile(`/proc/${await product.pid('temporal')}/cmdline`, 'utf8')).split('\0');
    const options = words.filter((_, n) =>
      ['--dynamic-config-value', '--sqlite-pragma'].includes(words[n - 1] ?? ''),
    );
    return { version: serverVersion ?? 'unknown', options };
  } finally {
    await connection.close();
  }
}
