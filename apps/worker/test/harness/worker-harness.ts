import { conclusionMessage } from '@milepost/contract/messages/conclusions';
import type { Conclusion } from '@milepost/contract/conclusion';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import type { WorkflowHandle } from '@temporalio/client';
import { inject } from 'vitest';
import { createDatabase, transaction } from '@milepost/db/client';
import type { Database } from '@milepost/db/client';
import { decide } from '@milepost/db/operations/control/decide';
import { readStart } from '@milepost/db/operations/lifecycle/read-start';
import { roleUrl } from '@milepost/db/testing/role-url';
import { submitWithPlan } from '@milepost/db/testing/submit-with-plan';
import type { Operation } from '@milepost/db/types';
import type { ServerFacts } from '@milepost/contract/facts';
import type { InspectionResult, InspectionRequest } from '@milepost/contract/inspection-workflow';
import { INSPECTION_WORKFLOW } from '@milepost/contract/inspection-workflow';
import { TASK_QUEUE } from '@milepost/contract/operation-workflow';
import type { Plan } from '@milepost/contract/plan';
import { hasEnded } from '@milepost/contract/statuses';
import {
  credentialContext,
  loginContext,
  operationContext,
} from '@milepost/packages-core/credentials/contexts';
import { createPlanSigner } from '@milepost/packages-core/credentials/plan-signer';
import { generateSealingKeys } from '@milepost/packages-core/credentials/generate';
import { seal } from '@milepost/packages-core/credentials/seal';
import { planHash } from '@milepost/packages-core/dsl/plan-hash';
import { buildWorker } from '../../build-worker';
import type { FailpointName } from '../../src/failpoint';
import { waitUntil } from './wait-until';
import { WorkerProcess } from './worker-process';

interface Address {
  host: string;
  port: number;
  hostKey: string;
}

type Reachable = Address & { user: string; privateKey: string };

export interface Submitted {
  serverId: string;
  plan: Plan;
  id?: string;
  secrets?: Record<string, string>;
  /** The public part. */
  input?: object;
}

/** An operation, with its conclusion as people read it. */
export type OperationRow = Omit<Operation, 'conclusion'> & { conclusion: string | null };

type Started = Pick<WorkerHarness, 'db' | 'engine' | 'keys'>;

/** Folders, and where workers find what they need. */
interface Place {
  directory: string;
  build: string;
  temporalAddress: string;
  databaseUrl: string;
}

const worker = fileURLToPath(new URL('../../', import.meta.url));

/** A database, a Temporal, and workers as they are shipped: what tests of the worker stand on. */
export class WorkerHarness {
  readonly db: Database;
  readonly engine: Client;
  readonly keys: { publicKey: string; privateKey: string };
  readonly #place: Place;
  readonly workers: WorkerProcess[] = [];

  private constructor({ db, engine, keys, ...place }: Started & Place) {
    this.db = db;
    this.engine = engine;
    this.keys = keys;
    this.#place = place;
  }

  /** Another Temporal or PostgreSQL than the file's own where a test has to stop it; `catalog`: see build-worker.ts. */
  static async create({
    temporalAddress = inject('temporalAddress'),
    databaseUrl = inject('databaseUrl'),
    catalog,
  }: { temporalAddress?: string; databaseUrl?: string; catalog?: string } = {}): Promise<WorkerHarness> {
    const directory = await mkdtemp(path.join(os.tmpdir(), 'milepost-worker-'));
    const keys = await generateSealingKeys();
    await writeFile(path.join(directory, 'key'), keys.privateKey, { mode: 0o600 });
    const build = path.join(worker, 'dist', `test-${path.basename(directory)}`);
    await buildWorker(build, { catalog });
    const connection = Connection.lazy({ address: temporalAddress });
    return new WorkerHarness({
      db: createDatabase(databaseUrl),
      engine: new Client({ connection }),
      ...{ keys, directory, build, temporalAddress, databaseUrl },
    });
  }

  async close(): Promise<void> {
    await Promise.all(this.workers.filter((each) => each.alive).map((each) => each.kill()));
    await this.db.$disconnect();
    await this.engine.connection.close();
    await Promise.all(
      [this.#place.directory, this.#place.build].map((each) => rm(each, { recursive: true, force: true })),
    );
  }

  get failpointFile(): string {
    return path.join(this.#place.directory, 'failpoint');
  }

  /** Builds the worker as the next version of Milepost may be. Returns what `startWorker` takes. */
  async buildNext(): Promise<string> {
    const build = path.join(this.#place.build, 'next');
    await buildWorker(build, { workflows: 'test/harness/workflows-next.ts' });
    return build;
  }

  /** Starts one more worker; it may not be ready yet. */
  startWorker(env: Record<string, string> = {}, build = this.#place.build): WorkerProcess {
    const started = new WorkerProcess(path.join(build, 'worker.js'), {
      DATABASE_URL: roleUrl(this.#place.databaseUrl, 'milepost_worker'),
      TEMPORAL_ADDRESS: this.#place.temporalAddress,
      MILEPOST_PRIVATE_KEY_FILE: path.join(this.#place.directory, 'key'),
      MILEPOST_FAILPOINT_FILE: this.failpointFile,
      MILEPOST_RETRY_DELAYS_MS: '100,200,300,400',
      ...env,
    });
    this.workers.push(started);
    return started;
  }

  /** The next worker that passes `at` is struck there. */
  async strike(
    at: FailpointName,
    how: { signal?: 'SIGKILL' | 'SIGSTOP'; milestone?: number; afterMs?: number } = {},
  ): Promise<void> {
    await writeFile(this.failpointFile, JSON.stringify({ at, signal: 'SIGKILL', ...how }));
  }

  /** Whether what `strike` asked for has happened. */
  struck(): boolean {
    return !existsSync(this.failpointFile);
  }

  /** A server's row as it is after joining, with the lab's key as ours. */
  async addServer(server: Reachable, name = `web-${randomUUID().slice(0, 4)}`): Promise<string> {
    const id = randomUUID();
    const sealed = await seal(
      this.keys.publicKey,
      Buffer.from(server.privateKey),
      credentialContext(id, 'root'),
    );
    await this.db.server.create({
      data: {
        ...{ id, name, address: server.host, port: server.port, status: 'ready', createdBy: 'ada' },
        pinnedHostKey: server.hostKey,
        credentials: {
          create: {
            kind: 'root',
            username: server.user,
            publicKey: id,
            sealedPrivateKey: Uint8Array.from(sealed),
          },
        },
      },
    });
    return id;
  }

  /** A server that is known by its address alone, with the login that an operator gave. */
  async addLogin(at: Address, username: string, login: object): Promise<string> {
    const id = randomUUID();
    const sealed = await seal(
      this.keys.publicKey,
      Buffer.from(JSON.stringify(login)),
      loginContext({ id, address: at.host, port: at.port }),
    );
    await this.db.server.create({
      data: {
        ...{ id, name: `web-${id.slice(0, 4)}`, address: at.host, port: at.port, createdBy: 'ada' },
        ...{ status: 'enrolling', pinnedHostKey: at.hostKey },
        login: { create: { username, sealed: Uint8Array.from(sealed) } },
      },
    });
    return id;
  }

  /** A server of the lab that has joined as a person has it join, with what a worker found out of it. */
  async join(at: Address & { privateKey: string }): Promise<{ serverId: string; facts: ServerFacts }> {
    const serverId = await this.addLogin(at, 'root', { privateKey: at.privateKey });
    const joined = await this.inspect({ kind: 'enroll', serverId });
    if (joined.kind !== 'enroll' || joined.status !== 'ready')
      throw new Error(`It did not join: ${JSON.stringify(joined)}`);
    const { facts } = await this.db.server.findUniqueOrThrow({ where: { id: serverId } });
    return { serverId, facts: facts as unknown as ServerFacts };
  }

  /** Has the worker inspect a server, as the API does. */
  inspect(request: InspectionRequest): Promise<InspectionResult> {
    return this.engine.workflow.execute(INSPECTION_WORKFLOW, {
      workflowId: `inspect/${randomUUID()}`,
      taskQueue: TASK_QUEUE,
      args: [request],
    });
  }

  /** Submits an operation of a pinned plan, as the API would. Returns its id. */
  async submit({ serverId, plan, id = randomUUID(), secrets, input = {} }: Submitted): Promise<string> {
    const server = await this.db.server.findUniqueOrThrow({ where: { id: serverId } });
    const sealedSecrets = secrets ? await this.sealSecrets(secrets, operationContext(id, server)) : null;
    const { kind, package: packageId, format, title } = plan;
    const milestones = plan.milestones.map(({ states, ...named }) => ({ ...named, states: states.length }));
    const hash = planHash(plan);
    await transaction(this.db, async (tx) => {
      // Plans of tests are in no catalog: they are stored and signed as if a worker had compiled them.
      await submitWithPlan(tx, {
        ...{ id, kind, packageId, title, serverId, input, sealedSecrets, requestedBy: 'ada' },
        plan: { hash, format, body: plan, milestones },
        planMac: createPlanSigner(this.keys.privateKey).sign({ operationId: id, serverId, planHash: hash }),
      });
    });
    return id;
  }

  /** As the console seals the secrets of a form. */
  async sealSecrets(secrets: object, context: string): Promise<Uint8Array<ArrayBuffer>> {
    return Uint8Array.from(await seal(this.keys.publicKey, Buffer.from(JSON.stringify(secrets)), context));
  }

  async operation(id: string): Promise<OperationRow> {
    const { conclusion, ...row } = await this.db.operation.findUniqueOrThrow({ where: { id } });
    return {
      ...row,
      conclusion: conclusion === null ? null : conclusionMessage(conclusion as unknown as Conclusion),
    };
  }

  /** Its workflow in Temporal. */
  async workflow(id: string): Promise<WorkflowHandle> {
    return this.engine.workflow.getHandle((await readStart(this.db, id)).workflowId);
  }

  /** The operation once it has ended. */
  ended(id: string, seconds = 60): Promise<OperationRow> {
    return waitUntil(
      `operation ${id} to end`,
      async () => {
        const operation = await this.operation(id);
        return hasEnded(operation.status) && operation;
      },
      seconds,
    );
  }

  /** The operation once it waits for a decision. */
  awaitingDecision(id: string, seconds = 60): Promise<OperationRow> {
    return waitUntil(
      `operation ${id} to need a decision`,
      async () => {
        const operation = await this.operation(id);
        return operation.status === 'awaiting_decision' && operation;
      },
      seconds,
    );
  }

  /** Gives an operation up that waits for a decision. Returns it once it has ended. */
  async giveUp(id: string): Promise<OperationRow> {
    const { decisionPoint: point } = await this.awaitingDecision(id);
    const choice = { action: 'mark_failed', reason: null } as const;
    await transaction(this.db, (tx) => decide(tx, { operationId: id, point, by: 'ada', choice }));
    return this.ended(id);
  }

  /** Its events as "type" words, in order; asserts nothing but that their numbers have no gap. */
  async history(id: string): Promise<string[]> {
    const events = await this.db.event.findMany({ where: { operationId: id }, orderBy: { n: 'asc' } });
    events.forEach(({ n }, index) => {
      if (n !== index + 1) throw new Error(`Event ${index + 1} has number ${n}`);
    });
    return events.map(({ type }) => type);
  }

  /** All output of one milestone. */
  async output(operationId: string, n: number): Promise<string> {
    const rows = await this.db.output.findMany({
      where: { operationId, milestone: n },
      orderBy: { n: 'asc' },
    });
    return Buffer.concat(rows.map(({ bytes }) => bytes)).toString('utf8');
  }
}
