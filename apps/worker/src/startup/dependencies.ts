import type { Client } from '@temporalio/client';
import type { Database } from '@milepost/db/client';
import type { NotificationAudience } from '@milepost/db/types';
import type { Failpoint } from '../failpoint';
import type { Hosts } from '../servers/hosts';
import type { Logger } from './log';
import type { PlanSigner } from '@milepost/packages-core/credentials/plan-signer';
import type { PlanReader } from '../plans/read-plan';

/** What activities are made of; each takes what it needs. */
export interface Dependencies {
  db: Database;
  /** Of this process. */
  workerId: string;
  engine: Client;
  hosts: Hosts;
  log: Logger;
  failpoint: Failpoint;
  /** Opens what was sealed for the worker, and seals for it. */
  privateKey: string;
  publicKey: string;
  readPlan: PlanReader;
  signer: PlanSigner;
  /** The delay before each retry of a transient failure, in milliseconds. */
  retryDelaysMs: readonly number[];
  /** How long a failure waits for a person's decision, in milliseconds. */
  decisionTimeoutMs: number;
  /** Publishes to browsers that rows of an operation were committed. */
  publishOperation: (operationId: string) => void;
  /** The same of a server's row. */
  publishServer: (serverId: string) => void;
  /** The same of general notifications. */
  publishNotifications: (audience: NotificationAudience) => void;
  /** As `committed`, of how far the check of a plan has come. */
  publishPlanCheck: (id: string) => void;
}
