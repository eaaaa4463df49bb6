/** Codes that people may meet; they are tRPC's own, so that a status follows from each. */
export type AppErrorCode =
  | 'BAD_REQUEST'
  | 'UNAUTHORIZED'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'CONFLICT'
  | 'PRECONDITION_FAILED'
  | 'TOO_MANY_REQUESTS'
  | 'SERVICE_UNAVAILABLE';

interface AppErrorOptions {
  /** A form's field → its sentence. */
  fields?: Record<string, string>;
  /** The operation that it is about: the page leads there. */
  operationId?: string;
  /** When the same request may succeed; sent as Retry-After. */
  retryAfterSeconds?: number;
  /** For the log only: never sent. */
  internal?: string;
  cause?: unknown;
}

/** An error with a message for people. `publicMessage` is one sentence; `message` is the internal one, for the log. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly fields: Record<string, string> | undefined;
  readonly operationId: string | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(
    readonly code: AppErrorCode,
    readonly publicMessage: string,
    { fields, operationId, retryAfterSeconds, internal, cause }: AppErrorOptions = {},
  ) {
    super(internal ?? publicMessage, { cause });
    this.fields = fields;
    this.operationId = operationId;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}
