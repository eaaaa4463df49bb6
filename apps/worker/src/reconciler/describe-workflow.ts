import { WorkflowNotFoundError } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import { withDeadline } from '../temporal/client';

export interface WorkflowState {
  /** "RUNNING", "TERMINATED", … */
  status: string;
  /** Of its latest run. */
  runId: string;
  /** How often its current workflow task has failed. */
  failedTasks: number;
}

/** The latest run of this workflow; null when Temporal knows none. Throws when Temporal does not answer. */
export async function describeWorkflow(engine: Client, workflowId: string): Promise<WorkflowState | null> {
  try {
    const { status, runId, raw } = await withDeadline(engine, () =>
      engine.workflow.getHandle(workflowId).describe(),
    );
    const failedTasks = Math.max(0, (raw.pendingWorkflowTask?.attempt ?? 1) - 1);
    return { status: status.name, runId, failedTasks };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null;
    throw error;
  }
}
