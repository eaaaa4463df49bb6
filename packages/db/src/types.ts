/** Row types and words of the database, for the API and the worker. */
export type {
  Credential,
  CredentialKind,
  Installation,
  Milestone,
  NotificationAudience,
  Operation,
  Server,
  ServerLogin,
} from './generated/client';
