import { randomUUID } from 'node:crypto';
import type { Plan } from '@milepost/contract/plan';
import type { Host } from '../../engine/host';
import { isServiceOperation } from '@milepost/contract/operation-kinds';
import type { ConfirmChange } from '../../engine/confirm-changes';
import { compile } from '../compile';
import type { CompileRequest } from '../compile';
import { FACT_BYTES } from '../facts/fact';
import { factReads, parseFacts } from '../facts/read-facts';
import type { PackageDefinition, PackageInput } from '../package/definition';
import { factInput } from '../plan/operation-steps';
import { stateCommands } from '../plan/commands';
import { completeScript, libraryTexts } from '../plan/stored-libraries';
import { defaultInput } from '../form/default-input';
import { parseInput } from '../input';
import { commandStates } from './command-states';
import { references } from '../conformance/sample-installations';
import type { Related } from '../conformance/sample-installations';
import { factsOf } from '../conformance/samples';
import { withReconnect } from '../../engine/connection/with-reconnect';
import { SshHarness } from '../../ssh/testing/ssh-harness';
import type { ServerAccess } from '../../ssh/testing/ssh-harness';

/** What an operation did: states brought about by milestone, and all that it printed. */
export interface OperationSummary {
  applied: Record<string, number>;
  /** Durable commands that the server was made to start. */
  started: number;
  output: string;
  version: string | null;
  /** What it was carried out from. */
  plan: Plan;
}

export interface OperationRequest extends Related {
  operation: string;
  /** What the form of the operation sends. */
  input: PackageInput;
  /** The input that the installation has, as a form sends it: an install is then a change of it. */
  installed?: PackageInput;
  /** Secrets of others, by the path to them: `owner.password`. */
  secrets?: Readonly<Record<string, string>>;
}

/** A real server that packages are tried on, as the worker does it. */
export class PackageHarness {
  readonly #ssh: SshHarness;
  readonly #connect: () => Promise<Host>;
  readonly #system: string;

  constructor(access: ServerAccess, system: string) {
    this.#ssh = new SshHarness(access);
    this.#connect = this.#ssh.connector();
    this.#system = system;
  }

  install(definition: PackageDefinition, input: Record<string, unknown> = {}): Promise<OperationSummary> {
    return this.run(definition, { operation: 'install', input });
  }

  uninstall(definition: PackageDefinition, input: Record<string, unknown> = {}): Promise<OperationSummary> {
    return this.run(definition, { operation: 'uninstall', input });
  }

  /** What a script prints, trimmed. */
  async readOutput(script: string): Promise<string> {
    const { stdout } = await this.#withReconnect((host) => host.read(script, { timeoutSeconds: 120 }));
    return stdout.trim();
  }

  /** dpkg's word for a package; empty where it knows none. */
  status(name: string): Promise<string> {
    return this.readOutput(`dpkg-query -W -f '\${db:Status-Status}' ${name} 2>/dev/null`);
  }

  end(): void {
    this.#ssh.end();
  }

  /**
   * A durable command a milestone, of a plan that is compiled from what the server answers. `input`: what the form of the operation sends;
   * `installed`: that of the install, by which an install is a change. Guarded changes are confirmed. Throws at the first that fails.
   */
  async run(
    definition: PackageDefinition,
    { operation: name, input, installed, secrets = {}, ...related }: OperationRequest,
  ): Promise<OperationSummary> {
    const parsed = parseInput(definition, input, name);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
    const former = parseInput(definition, installed ?? {}, 'install');
    const settings = name === 'install' ? parsed : former;
    const isChange = name === 'install' && installed !== undefined && former.ok;
    const request: CompileRequest = {
      ...{ definition, operation: name, server: factsOf(this.#system) },
      input: settings.ok ? settings.input : defaultInput(definition),
      options: name === 'install' ? {} : parsed.input,
      ...(isChange && { installed: { input: former.input, version: null } }),
      ...references(related),
    };
    const plan = compile({ ...request, ...(await this.#readFacts(request)) });
    const operation = randomUUID();
    const done: OperationSummary = { applied: {}, started: 0, output: '', version: null, plan };
    for (const milestone of plan.milestones) {
      const spool = await this.#withReconnect((host) => host.spool());
      const { answer, output, claims } = await this.#ssh.run(
        {
          ...{ operation, key: `${milestone.id}.first`, fence: 1, spool },
          ...{ libraries: libraryTexts(plan.libraries, milestone.states.flatMap(stateCommands)) },
          states: commandStates(milestone),
        },
        {
          secrets: { ...(settings.ok && settings.secrets), ...parsed.secrets, ...secrets },
          confirm: this.#confirm,
        },
      );
      done.output += output.toString();
      if (answer.kind !== 'done')
        throw new Error(`${plan.title}, ${milestone.label}: ${JSON.stringify(answer)}\n${done.output}`);
      done.applied[milestone.id] = answer.applied;
      done.started += claims.length;
    }
    if (plan.record.version)
      done.version = await this.readOutput(completeScript(plan.libraries, plan.record.version));
    return done;
  }

  readonly #confirm: ConfirmChange = async (command, guarded) =>
    (await this.#ssh.host()).confirm(command, guarded);

  /** As the worker reads them before it compiles. */
  async #readFacts(request: CompileRequest): Promise<Pick<CompileRequest, 'facts' | 'discovered'>> {
    if (isServiceOperation(request.operation)) return {};
    const input = factInput(request);
    const outputs: Record<string, string> = {};
    for (const { key, command } of factReads(request.definition, input)) {
      const { exitCode, stdout } = await this.#withReconnect((host) =>
        host.read(command, { maxBytes: FACT_BYTES }),
      );
      if (exitCode === 0) outputs[key] = stdout;
    }
    return parseFacts(request.definition, input, outputs);
  }

  #withReconnect<T>(use: (host: Host) => Promise<T>): Promise<T> {
    return withReconnect(
      { connect: this.#connect, onConnectionEvent: () => undefined, signal: this.#ssh.signal },
      use,
    );
  }
}
