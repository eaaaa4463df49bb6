#!/usr/bin/env node
/**
 * A schema engine for the Prisma CLI where the native one cannot be downloaded: the same protocol (JSON-RPC lines on
 * stdio, and `cli <command>`), answered by Prisma's own engine compiled to WebAssembly over adapter-pg.
 */
import { parseArguments } from './arguments.mjs';
import { runCliCommand } from './cli-command.mjs';
import { createEngine } from './engine.mjs';
import { serve } from './json-rpc.mjs';

const options = parseArguments(process.argv.slice(2));

if (options.version) {
  console.log('schema-engine-cli wasm');
} else if (options.cliCommand) {
  process.exitCode = await runCliCommand(options.cliCommand, options.datasource.url);
} else {
  await serve(() => createEngine(options), { input: process.stdin, output: process.stdout });
  process.exit(0);
}
