import { randomUUID } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import { acceptCatalogTypes } from './catalog-types.mjs';
import { readUrl } from './connection.mjs';

/** adapter-pg as the schema engine needs it: whole scripts, catalog types, a shadow database. */
export class MigrationAdapterFactory extends PrismaPg {
  #config;
  #schema;
  #shadowUrl;

  /** @param {{ url?: string, shadowDatabaseUrl?: string }} datasource */
  constructor({ url, shadowDatabaseUrl }) {
    const { config, schema } = url ? readUrl(url) : { config: {} };
    super(config, { schema });
    this.#config = config;
    this.#schema = schema;
    this.#shadowUrl = shadowDatabaseUrl;
  }

  async connect() {
    return forMigrations(await super.connect());
  }

  async connectToShadowDb() {
    if (this.#shadowUrl) {
      const { config, schema } = readUrl(this.#shadowUrl);
      return forMigrations(await new PrismaPg(config, { schema }).connect());
    }
    const database = `prisma_migrate_shadow_db_${randomUUID()}`;
    const main = await super.connect();
    await main.underlyingDriver().query(`CREATE DATABASE "${database}"`);
    const shadow = await new PrismaPg({ ...this.#config, database }, { schema: this.#schema }).connect();
    const disconnect = shadow.dispose.bind(shadow);
    shadow.dispose = async () => {
      await disconnect();
      await main.underlyingDriver().query(`DROP DATABASE "${database}"`);
      await main.dispose();
    };
    return forMigrations(shadow);
  }
}

function forMigrations(adapter) {
  const pool = adapter.underlyingDriver();
  // Stock adapter-pg splits at each semicolon, also inside a function body. One simple query is also one transaction.
  adapter.executeScript = async (script) => {
    await pool.query(script).catch((error) => adapter.onError(error));
  };
  return acceptCatalogTypes(adapter);
}
