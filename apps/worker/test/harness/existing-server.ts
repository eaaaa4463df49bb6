import { randomUUID } from 'node:crypto';
import { transaction } from '@milepost/db/client';
import type { RequestedDecision } from '@milepost/contract/requested-decision';
import { decide } from '@milepost/db/operations/control/decide';
import type { Milestone } from '@milepost/db/types';
import type { Failure } from '@milepost/contract/failure';
import { failureMessage, failureRemedy } from '@milepost/contract/messages/failures';
import { hasEnded } from '@milepost/contract/statuses';
import type { ServerFacts } from '@milepost/contract/facts';
import type { Finding, FindingKind } from '@milepost/contract/finding';
import type { PreviewedMilestone } from '@milepost/contract/inspection-workflow';
import { openLab } from '@milepost/lab/lab';
import { inject } from 'vitest';
import { catalogPlan } from './catalog-plan';
import { previewOn } from './plan-checks';
import { WorkerHarness } from './worker-harness';
import type { OperationRow } from './worker-harness';
import { waitUntil } from './wait-until';

/** A milestone that failed, with its failure as people read it. */
type MilestoneFailure = Pick<Milestone, 'n' | 'cause' | 'hint'> & { failure: string };

interface Wanted {
  packageId: string;
  kind: 'install' | 'uninstall';
  /** As a form gives it; the defaults when left out. */
  input?: Record<string, unknown>;
}

interface Preview {
  states: PreviewedMilestone['states'];
  findings: Finding[];
  /** The sentences of one kind of finding. */
  say(kind: FindingKind): string[];
}

const OPERATION_SECONDS = 200;

/** A joined lab server that a test has configured by hand, driven as a person drives it: preview, submit, decide. */
export class ExistingServer {
  readonly #harness: WorkerHarness;
  readonly #facts: ServerFacts;
  readonly serverId: string;

  private constructor(harness: WorkerHarness, { serverId, facts }: { serverId: string; facts: ServerFacts }) {
    this.#harness = harness;
    this.#facts = facts;
    this.serverId = serverId;
  }

  /** Starts a worker and joins the first server of this test file's lab. */
  static async create(): Promise<ExistingServer> {
    const [first] = inject('labServers');
    if (!first) throw new Error('no server');
    const harness = await WorkerHarness.create();
    await harness.startWorker().ready;
    return new ExistingServer(harness, await harness.join(first));
  }

  get harness(): WorkerHarness {
    return this.#harness;
  }

  close(): Promise<void> {
    return this.#harness.close();
  }

  /** Runs a script as root, past Milepost. Returns its trimmed output; throws where it fails. */
  async exec(script: string): Promise<string> {
    const { exitCode, stdout, stderr } = await openLab(inject('lab')).server(1).exec(script);
    if (exitCode !== 0) throw new Error(`exit code ${exitCode} of ${script}\n${stdout}\n${stderr}`);
    return stdout.trim();
  }

  /** What a person sees of the plan before the button is pressed. */
  async preview(wanted: Wanted): Promise<Preview> {
    const answer = await previewOn(this.#harness, { ...wanted, serverId: this.serverId, facts: this.#facts });
    if (answer.kind !== 'preview') throw new Error(`No preview: ${JSON.stringify(answer)}`);
    const states = answer.milestones.flatMap((milestone) => milestone.states);
    const findings = states.flatMap((state) => state.findings ?? []);
    return {
      states,
      findings,
      say: (kind) => findings.filter((finding) => finding.kind === kind).map(({ sentence }) => sentence),
    };
  }

  /** Submits an operation and waits until it has ended or needs a decision. */
  async run(wanted: Wanted): Promise<OperationRow> {
    const { plan, secrets } = catalogPlan({ ...wanted, facts: this.#facts });
    const submitted = { serverId: this.serverId, id: randomUUID(), plan };
    const id = await this.#harness.submit({
      ...submitted,
      ...(Object.keys(secrets).length > 0 && { secrets }),
    });
    return this.#rests(id, 0);
  }

  /** The same of an operation that must complete: throws with its failure where it does not. */
  async complete(wanted: Wanted): Promise<OperationRow> {
    const operation = await this.run(wanted);
    if (operation.status !== 'completed')
      throw new Error(`It is ${operation.status}: ${JSON.stringify(await this.failure(operation.id))}`);
    return operation;
  }

  /** Why the milestone failed at which an operation waits: the heading, the advice and the whole sentence. */
  async failure(id: string): Promise<MilestoneFailure | null> {
    const milestones = await this.#harness.db.milestone.findMany({
      where: { operationId: id },
      orderBy: { n: 'desc' },
      select: { n: true, cause: true, hint: true, failure: true },
    });
    const failed = milestones.find(({ failure }) => failure !== null);
    if (!failed) return null;
    const failure = failed.failure as unknown as Failure;
    const { cause, hint } = failureRemedy(failure) ?? failed;
    return {
      ...failed,
      cause: failed.cause ?? cause,
      hint: failed.hint ?? hint,
      failure: failureMessage(failure),
    };
  }

  /** Answers the decision that an operation waits for; waits until it has ended or needs the next one. */
  async decide(id: string, choice: RequestedDecision): Promise<OperationRow> {
    const { decisionPoint: point } = await this.#harness.operation(id);
    await transaction(this.#harness.db, (tx) => decide(tx, { operationId: id, point, by: 'ada', choice }));
    return this.#rests(id, point);
  }

  /** Waits until an operation has ended, or needs a decision after the point `after`. */
  #rests(id: string, after: number): Promise<OperationRow> {
    return waitUntil(
      `operation ${id} to end or to need a decision`,
      async () => {
        const operation = await this.#harness.operation(id);
        const awaitingDecision = operation.status === 'awaiting_decision' && operation.decisionPoint > after;
        return (
          (awaitingDecision || (hasEnded(operation.status) && operation.status !== 'failed')) && operation
        );
      },
      OPERATION_SECONDS,
    );
  }
}
