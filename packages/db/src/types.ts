/** Row types and words of the database, for the API and the worker. */
export type {
  Command,
  Credential,
  CredentialKind,
  Installation,
  InstallationStatus,
  Milestone,
  MilestoneStatus,
  Operation,
  OperationKind,
  OperationStatus,
  OutboxKind,
  Plan,
  Role,
  Server,
  ServerLogin,
  ServerStatus,
} from './generated/client';
