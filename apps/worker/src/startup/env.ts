import { z } from 'zod';

const schema = z.object({
  DATABASE_URL: z.string().min(1),
  TEMPORAL_ADDRESS: z.string().default('127.0.0.1:7233'),
  TEMPORAL_NAMESPACE: z.string().default('default'),
  /** Opens what is sealed: kept outside the database, readable by the worker alone. */
  MILEPOST_PRIVATE_KEY_FILE: z.string().min(1),
  MILEPOST_LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  /** The console's address, for links in the Temporal UI. */
  MILEPOST_URL: z.url().default('http://localhost:3000'),
  /** The delay before each retry of a transient failure: one number for each retry. */
  MILEPOST_RETRY_DELAYS_MS: z
    .string()
    .default('5000,15000,30000,60000')
    .transform((list) => list.split(',').filter(Boolean).map(Number))
    .pipe(z.array(z.number().int().nonnegative())),
  /** How long an operation waits for a person's decision before it is marked as failed, in seconds: 7 days. */
  MILEPOST_DECISION_TIMEOUT_S: z.coerce.number().int().positive().default(604_800),
  /** How often workflows are compared with the rows, and how long after a start they are left alone, in milliseconds. */
  MILEPOST_RECONCILE_INTERVAL_MS: z.coerce.number().int().positive().default(25_000),
  MILEPOST_RECONCILE_GRACE_MS: z.coerce.number().int().nonnegative().default(60_000),
  /** The longest time between two checks whether a server can be reached, in seconds. */
  MILEPOST_CHECK_INTERVAL_S: z.coerce.number().positive().default(60),
  /** smtp:// or smtps://user:password@host:port; without it no e-mail is sent. */
  MILEPOST_SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  /** The sender of e-mails. */
  MILEPOST_SMTP_FROM: z.string().min(3).optional(),
  /** Tests only: see failpoint.ts. */
  MILEPOST_FAILPOINT_FILE: z.string().optional(),
});

export interface Environment {
  databaseUrl: string;
  temporal: { address: string; namespace: string };
  privateKeyFile: string;
  logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  consoleUrl: string;
  retryDelaysMs: number[];
  decisionTimeoutMs: number;
  reconcile: { everyMs: number; afterMs: number };
  checkEveryMs: number;
  /** Null: no e-mail is sent. */
  mail: { smtpUrl: string; from: string } | null;
  failpointFile: string | undefined;
}

/** The worker's settings. Throws one sentence that names every variable that is missing or wrong. */
export function readEnvironment(): Environment {
  const parsed = schema.safeParse(withoutEmpty(process.env));
  if (!parsed.success) {
    const wrong = parsed.error.issues.map((issue) => `${issue.path.join('.')} (${issue.message})`);
    throw new Error(`The worker cannot start; set ${wrong.join(', ')}`);
  }
  const env = parsed.data;
  return {
    databaseUrl: env.DATABASE_URL,
    temporal: { address: env.TEMPORAL_ADDRESS, namespace: env.TEMPORAL_NAMESPACE },
    privateKeyFile: env.MILEPOST_PRIVATE_KEY_FILE,
    logLevel: env.MILEPOST_LOG_LEVEL,
    consoleUrl: env.MILEPOST_URL.replace(/\/$/, ''),
    retryDelaysMs: env.MILEPOST_RETRY_DELAYS_MS,
    decisionTimeoutMs: env.MILEPOST_DECISION_TIMEOUT_S * 1000,
    reconcile: { everyMs: env.MILEPOST_RECONCILE_INTERVAL_MS, afterMs: env.MILEPOST_RECONCILE_GRACE_MS },
    checkEveryMs: env.MILEPOST_CHECK_INTERVAL_S * 1000,
    mail: mailSetting(env),
    failpointFile: env.MILEPOST_FAILPOINT_FILE,
  };
}

function mailSetting({ MILEPOST_SMTP_URL: smtpUrl, MILEPOST_SMTP_FROM: from }: z.output<typeof schema>) {
  if (smtpUrl === undefined) return null;
  if (from === undefined)
    throw new Error('The worker cannot start; set MILEPOST_SMTP_FROM (the sender of e-mails)');
  return { smtpUrl, from };
}

/** Compose files leave variables empty that are not set. */
function withoutEmpty(variables: NodeJS.ProcessEnv): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
}
