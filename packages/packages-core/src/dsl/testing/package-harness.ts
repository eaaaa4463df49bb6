import { randomUUID } from 'node:crypto';
import type { Host } from '../../engine/host';
import { compile } from '../compile';
import type { PackageDefinition, PackageInput } from '../package/definition';
import { stateCommands } from '../plan/commands';
import { completeScript, libraryTexts } from '../plan/stored-libraries';
import { defaultInput } from '../form/default-input';
import { parseInput } from '../input';
import { commandStates } from './command-states';
import { factsOf } from './samples';
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
   * A durable command a milestone. `input`: what the form of the operation sends; `installed`: that of the install, by which an install is a
   * change. Throws at the first that fails.
   */
  async run(
    definition: PackageDefinition,
    {
      operation: name,
      input,
      installed,
    }: { operation: string; input: PackageInput; installed?: PackageInput },
  ): Promise<OperationSummary> {
    const parsed = parseInput(definition, input, name);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
    const former = parseInput(definition, installed ?? {}, 'install');
    const settings = name === 'install' ? parsed : former;
    const isChange = name === 'install' && installed !== undefined && former.ok;
    const plan = compile({
      ...{ definition, operation: name, server: factsOf(this.#system) },
      input: settings.ok ? settings.input : defaultInput(definition),
      options: name === 'install' ? {} : parsed.input,
      ...(isChange && { installed: { input: former.input, version: null } }),
    });
    const operation = randomUUID();
    const done: OperationSummary = { applied: {}, started: 0, output: '', version: null };
    for (const milestone of plan.milestones) {
      const spool = await this.#withReconnect((host) => host.spool());
      const { answer, output, claims } = await this.#ssh.run(
        {
          ...{ operation, key: `${milestone.id}.first`, fence: 1, spool },
          ...{ libraries: libraryTexts(plan.libraries, milestone.states.flatMap(stateCommands)) },
          states: commandStates(milestone),
        },
        { secrets: { ...(settings.ok && settings.secrets), ...parsed.secrets } },
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

  #withReconnect<T>(use: (host: Host) => Promise<T>): Promise<T> {
    return withReconnect(
      { connect: this.#connect, onConnectionEvent: () => undefined, signal: this.#ssh.signal },
      use,
    );
  }
}
