import { randomUUID } from 'node:crypto';
import type { CommandState, Host } from '../../engine/host';
import type { PlannedMilestone } from '../../contract/plan';
import { compile } from '../compile';
import type { PackageDefinition } from '../define-package';
import { parseInput } from '../input';
import type { FormKind } from '../input-form';
import { factsOf } from './samples';
import { reach } from '../../engine/reach';
import { Trial } from '../../ssh/testing/trial';
import type { ServerAccess } from '../../ssh/testing/trial';

/** What an operation did: states brought about by milestone, and all that it printed. */
export interface Done {
  applied: Record<string, number>;
  /** Durable commands that the server was made to start. */
  started: number;
  output: string;
  version: string | null;
}

/** A real server that packages are tried on, as the worker does it. */
export class PackageTrial {
  readonly #trial: Trial;
  readonly #connect: () => Promise<Host>;
  readonly #system: string;

  constructor(access: ServerAccess, system: string) {
    this.#trial = new Trial(access);
    this.#connect = this.#trial.connector();
    this.#system = system;
  }

  install(definition: PackageDefinition, input: Record<string, unknown> = {}): Promise<Done> {
    return this.#run(definition, { kind: 'install', input });
  }

  uninstall(definition: PackageDefinition, input: Record<string, unknown> = {}): Promise<Done> {
    return this.#run(definition, { kind: 'uninstall', input });
  }

  /** What a script prints, trimmed. */
  async say(script: string): Promise<string> {
    const { stdout } = await this.#reach((host) => host.read(script, { timeoutSeconds: 120 }));
    return stdout.trim();
  }

  /** dpkg's word for a package; empty where it knows none. */
  status(name: string): Promise<string> {
    return this.say(`dpkg-query -W -f '\${db:Status-Status}' ${name} 2>/dev/null`);
  }

  end(): void {
    this.#trial.end();
  }

  /** A durable command a milestone. Throws at the first that fails. */
  async #run(
    definition: PackageDefinition,
    { kind, input }: { kind: FormKind; input: Record<string, unknown> },
  ): Promise<Done> {
    const parsed = parseInput(definition, input, kind);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
    const plan = compile({ definition, kind, input: parsed.input, facts: factsOf(this.#system) });
    const operation = randomUUID();
    const done: Done = { applied: {}, started: 0, output: '', version: null };
    for (const milestone of plan.milestones) {
      const spool = await this.#reach((host) => host.spool());
      const { answer, output, claims } = await this.#trial.run(
        { operation, key: `${milestone.id}.first`, fence: 1, spool, states: statesOf(milestone) },
        { secrets: parsed.secrets },
      );
      done.output += output.toString();
      if (answer.kind !== 'done')
        throw new Error(`${plan.title}, ${milestone.label}: ${JSON.stringify(answer)}\n${done.output}`);
      done.applied[milestone.id] = answer.applied;
      done.started += claims.length;
    }
    if (plan.record.version) done.version = await this.say(plan.record.version.script);
    return done;
  }

  #reach<T>(use: (host: Host) => Promise<T>): Promise<T> {
    return reach({ connect: this.#connect, onLink: () => undefined, signal: this.#trial.signal }, use);
  }
}

function statesOf({ states }: PlannedMilestone): CommandState[] {
  return states.map(({ check, apply, verify, capture, repeatable }) => ({
    check: check?.script ?? null,
    apply: apply.script,
    verify: verify?.script ?? null,
    capture: capture?.script ?? null,
    repeatable,
  }));
}
