import type { ShownMilestone } from '../operations/lock-operation';
import type { StateObservations } from '@milepost/contract/observed-states';
import type { FieldValue } from '@milepost/contract/form-field';
import type { ServiceState } from '@milepost/contract/service-state';
import type { PreviewedMilestone } from '@milepost/contract/inspection-workflow';

/** What columns hold, where the schema's own types cannot say it: a comment in schema.prisma names one of these. */
export type { Conclusion } from '@milepost/contract/conclusion';
export type { DatabaseProblem } from '@milepost/contract/errors/database-problem';
export type { ServerProblem } from '@milepost/contract/errors/server-problem';
export type { Drift } from '@milepost/contract/drift';
export type { Failure } from '@milepost/contract/failure';
export type { NotificationContent } from '@milepost/contract/notification-content';
export type { UnverifiedCommand } from '@milepost/contract/unverified-command';
export type { ServerFacts } from '@milepost/contract/facts';
export type { RecordedNotice } from '@milepost/contract/operation-notice';
export type { Plan } from '@milepost/contract/plan';
export type { StackSteps } from '@milepost/contract/stack';
export type { OperationOutcome, Phase } from '@milepost/contract/statuses';
export type { MilestoneCount } from '../operations/milestones/record-count';
export type { OutputMark } from '../operations/output/output-marks';
export type { PlanCheckStage } from '../plan-checks/plan-check';

/** 1: forwards; -1: rolling back. */
export type Direction = 1 | -1;

/** An object; which one depends on the row. */
export type JsonObject = Record<string, unknown>;

export type ServiceStates = ServiceState[];
export type PreviewedMilestones = PreviewedMilestone[];
export type Strings = string[];
export type ShownMilestones = ShownMilestone[];
/** What a package's definition discovered about an installation, by name. */
export type DiscoveredValues = Record<string, FieldValue>;
/** Of a plan, in the order of its states. */
export type Observations = StateObservations[];
