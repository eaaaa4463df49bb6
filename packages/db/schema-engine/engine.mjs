import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import { MigrationAdapterFactory } from './migration-adapter.mjs';

const STUB_DATAMODEL = ['schema.prisma', 'datasource db {\n  provider = "postgresql"\n}\n'];

/**
 * The WebAssembly engine, bound to the datasource.
 *
 * @param {ReturnType<typeof import('./arguments.mjs').parseArguments>} options
 */
export async function createEngine({ datamodels, datasource }) {
  const { SchemaEngine } = await loadWasm();
  // Without a datamodel the engine does not know its provider.
  const files =
    datamodels.length > 0
      ? datamodels.map((path) => [path, fs.readFileSync(path, 'utf8')])
      : [STUB_DATAMODEL];
  const factory = bindMigrationAwareSqlAdapterFactory(new MigrationAdapterFactory(datasource));
  return SchemaEngine.new({ datamodels: files }, () => undefined, factory);
}

/** By hand, because Node 20 cannot import a .wasm file. */
async function loadWasm() {
  // The engine's panic hook calls it; without it a panic is a TypeError about undefined.
  globalThis.PRISMA_WASM_PANIC_REGISTRY = {
    set_message: (message) => process.stderr.write(`schema engine panicked: ${message}\n`),
  };
  const gluePath = fileURLToPath(import.meta.resolve('@prisma/schema-engine-wasm/schema_engine_bg'));
  const glue = await import(gluePath);
  const bytes = fs.readFileSync(gluePath.replace(/[.]js$/, '.wasm'));
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': glue });
  glue.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  return glue;
}
