import { setTimeout as sleep } from 'node:timers/promises';
import { WorkflowNotFoundError } from '@temporalio/client';
import { requestCancel } from '@milepost/db/operations/control/request-cancel';
import { pauseOperation, resumeOperation } from '@milepost/db/operations/control/pause-operation';
import { attempt } from './attempt';
import type { Trouble } from './draw';
import type { Scene } from './scene';

interface Befalling {
  id: string;
  by: string;
  troubles: Trouble[];
}

/** What befalls one operation, each at its time, whatever has become of it by then. */
export async function befall(scene: Scene, { id, by, troubles }: Befalling): Promise<void> {
  const from = Date.now();
  for (const trouble of troubles) {
    await sleep(Math.max(0, from + trouble.afterMs - Date.now()));
    await strike(scene, { id, by, trouble });
  }
}

async function strike(
  scene: Scene,
  { id: operationId, by, trouble }: { id: string; by: string; trouble: Trouble },
): Promise<void> {
  const workflow = await scene.harness.workflow(operationId);
  switch (trouble.kind) {
    case 'cancel':
      await attempt(scene, 'cancel', (tx) => requestCancel(tx, { operationId, by, reason: null }));
      return;
    case 'cancel in Temporal':
      return inTemporal(scene, 'cancel in Temporal', () => workflow.cancel());
    case 'terminate':
      return inTemporal(scene, 'terminate', () => workflow.terminate('by the random operations'));
    case 'pause': {
      const clock = trouble.by === 'clock';
      const resumeAt = clock ? new Date(Date.now() + trouble.forMs) : null;
      if (!(await attempt(scene, 'pause', (tx) => pauseOperation(tx, { operationId, by, resumeAt })))) return;
      if (clock) return;
      await sleep(trouble.forMs);
      await attempt(scene, 'resume', (tx) => resumeOperation(tx, { operationId, by }));
    }
  }
}

async function inTemporal({ tally }: Scene, what: string, act: () => Promise<unknown>): Promise<void> {
  try {
    await act();
    tally.count(what);
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
    tally.count(`${what}, too late`);
  }
}
