import type { Keys } from './keys';
import type { DatabaseUrls } from './database-urls';

/** Where the services are, ours or somebody else's. */
export interface Services {
  databaseUrls: DatabaseUrls;
  temporalAddress: string;
  temporalNamespace: string;
  /** Null: not known. */
  temporalUiUrl: string | null;
  consoleUrl: string;
}

/** What a process of ours needs from the shell; nothing else of it is handed on. */
const INHERITED = [
  ...['PATH', 'HOME', 'USER', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR', 'NODE_OPTIONS', 'NODE_EXTRA_CA_CERTS'],
  ...['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'no_proxy'],
  ...['MILEPOST_LOG_LEVEL', 'MILEPOST_PACKAGES_DIR'],
];

/** The mail server's password is for the worker alone. The rest is its tuning, for tests: the worker's env.ts says what they mean. */
const WORKER_ONLY = [
  ...['MILEPOST_SMTP_URL', 'MILEPOST_SMTP_FROM'],
  ...['MILEPOST_RETRY_DELAYS_MS', 'MILEPOST_DECISION_TIMEOUT_S', 'MILEPOST_FAILPOINT_FILE'],
  ...['MILEPOST_RECONCILE_INTERVAL_MS', 'MILEPOST_RECONCILE_GRACE_MS', 'MILEPOST_CHECK_INTERVAL_S'],
];

export function workerEnvironment(services: Services, keys: Keys): NodeJS.ProcessEnv {
  return {
    ...common(services, services.databaseUrls.worker),
    ...pick(WORKER_ONLY),
    MILEPOST_PRIVATE_KEY_FILE: keys.privateKeyFile,
  };
}

/** The console gets no key that opens anything. */
export function webEnvironment(services: Services, keys: Keys): NodeJS.ProcessEnv {
  return {
    ...common(services, services.databaseUrls.web),
    ...pick(['MILEPOST_TRUSTED_PROXIES']),
    MILEPOST_SEALING_KEY: keys.sealingKey,
    MILEPOST_AUTH_SECRET: keys.authSecret,
    NEXT_TELEMETRY_DISABLED: '1',
  };
}

function common(services: Services, databaseUrl: string): NodeJS.ProcessEnv {
  return {
    ...pick(INHERITED),
    NODE_ENV: 'production',
    DATABASE_URL: databaseUrl,
    TEMPORAL_ADDRESS: services.temporalAddress,
    TEMPORAL_NAMESPACE: services.temporalNamespace,
    ...(services.temporalUiUrl === null ? {} : { TEMPORAL_UI_URL: services.temporalUiUrl }),
    MILEPOST_URL: services.consoleUrl,
  };
}

function pick(names: string[]): NodeJS.ProcessEnv {
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}
