import parse from 'pg-connection-string';

/**
 * A Prisma URL taken apart. Discrete fields, because the shadow database needs another `database`, and a
 * `connectionString` would win over it; `schema` is Prisma's own parameter, which PostgreSQL refuses.
 *
 * @param {string} url
 * @returns {{ config: import('pg').ClientConfig, schema?: string }}
 */
export function readUrl(url) {
  const parsed = new URL(url);
  const schema = parsed.searchParams.get('schema') ?? undefined;
  parsed.searchParams.delete('schema');
  const { port, ...config } = parse(parsed.href);
  return { config: port ? { ...config, port: Number(port) } : config, schema };
}
