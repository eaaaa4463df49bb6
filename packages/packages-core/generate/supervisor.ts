/** Writes src/generated/supervisor.ts: the shell of src/ssh, its supervisor's parts joined, as strings that a bundle carries along. */
import { mkdir, readFile, readdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const SOURCE = fileURLToPath(new URL('../src/', import.meta.url));

/** The supervisor as it will lie on servers: its parts in the order of their names. */
export async function joinSupervisor(folder = join(SOURCE, 'ssh', 'supervisor', 'script')): Promise<string> {
  const parts = (await readdir(folder)).filter((name) => name.endsWith('.sh')).sort();
  return (await Promise.all(parts.map((name) => readFile(join(folder, name), 'utf8')))).join('');
}

/** Answers with the path of the file it wrote. */
export default async function generateSupervisor(
  target = join(SOURCE, 'generated', 'supervisor.ts'),
): Promise<string> {
  const runner = await readFile(join(SOURCE, 'ssh', 'read-only', 'read-only-runner.sh'), 'utf8');
  const lines = [
    '// Written by generate/supervisor.ts from src/ssh: do not edit.',
    `export const SUPERVISOR = ${JSON.stringify(await joinSupervisor())};`,
    `export const READ_ONLY_RUNNER = ${JSON.stringify(runner)};`,
    '',
  ];
  await mkdir(dirname(target), { recursive: true });
  await writeFile(`${target}.new`, lines.join('\n'));
  await rename(`${target}.new`, target);
  return relative(process.cwd(), target);
}
