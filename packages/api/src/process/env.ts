import { z } from 'zod';
import { parseTrustedProxies } from '../http/client-address';

const url = z.url({ protocol: /^https?$/ });

/** Addresses and CIDR ranges, separated by commas. */
const proxies = z
  .string()
  .default('')
  .transform((text) => text.split(',').flatMap((entry) => entry.trim() || []))
  .superRefine((entries, context) => {
    try {
      parseTrustedProxies(entries);
    } catch (error) {
      context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) });
    }
  });

const schema = z.object({
  DATABASE_URL: z.string().min(1),
  TEMPORAL_ADDRESS: z.string().default('127.0.0.1:7233'),
  TEMPORAL_NAMESPACE: z.string().default('default'),
  /** Where people open the Temporal UI; operations then link to their workflow. */
  TEMPORAL_UI_URL: url.optional(),
  /** Where people open the console. */
  MILEPOST_URL: url.default('http://localhost:3000'),
  /** The worker's public key: seals, opens nothing. */
  MILEPOST_SEALING_KEY: z.string().regex(/^[A-Za-z0-9+/]{43}=$/, 'is 32 bytes in base64'),
  /** Signs session cookies. */
  MILEPOST_AUTH_SECRET: z.string().min(32),
  /** The proxies before the console: their `X-Forwarded-For` names the client. */
  MILEPOST_TRUSTED_PROXIES: proxies,
  MILEPOST_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
});

export type Env = z.output<typeof schema>;

let parsed: Env | undefined;

/** The environment of the web process. Read with the first request, so that a build needs none of it. */
export function env(): Env {
  return (parsed ??= parseEnv(process.env));
}

/** Throws one sentence that names every variable that is missing or wrong. */
export function parseEnv(variables: Record<string, string | undefined>): Env {
  // An empty variable is one that is not set: compose files and shells leave such.
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const wrong = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`The environment is not valid. ${wrong.join('; ')}`);
}
