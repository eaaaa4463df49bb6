import { runConcurrently } from '@milepost/lab/run-concurrently';
import { completed, planOf, stateOf, submit } from '../context/operations';
import { registerServer } from '../context/register-server';
import type { Context } from '../context/context';
import type { Contestant } from '../measure/interleave';
import { interleave } from '../measure/interleave';
import type { ControlMaster } from '../peers/control-master';
import { controlMaster } from '../peers/control-master';
import type { Fleet, FileChange } from '../peers/fleet';
import { createFleet } from '../peers/fleet';
import { pythonPeers } from '../peers/python-peers';
import type { Measured, Row } from '../row';

const SERVERS = 10;
const COMMANDS = 10;
/** The console is a process that stays for weeks, and V8 compiles what is used often; the peers start anew each time. */
const WARMING = 20;

/** Ansible needs it on its targets. */
const PYTHON =
  'command -v python3 >/dev/null || { apt-get -q update && DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends install python3; }';

const against = (to: string, limit: number) => ({ of: 'ours', to, at: 0.5, better: 'less', limit }) as const;

export const changingFleet: Row = {
  ...{ n: 3, name: 'changing-fleet', what: '10 servers × 10 changing commands, in one operation each' },
  goals: [against('ssh loops', 0.75), against('pyinfra', 0.3), against('ansible', 0.03)],
  run: (context) => measure(context, { rounds: 11, changes: changing }),
};

export const settledFleet: Row = {
  ...{ n: 5, name: 'settled-fleet', what: 'the same again, everything already true' },
  goals: [against('pyinfra', 0.5), against('ansible', 0.1)],
  run: (context) => measure(context, { rounds: 11, changes: settled }),
};

/** Each time another file: never true before. */
let turn = 0;
const changing = (): FileChange[] => {
  turn++;
  return changes((n) => `/run/milepost-bench.${turn}.${n}`);
};
const settled = (): FileChange[] => changes((n) => `/run/milepost-bench.settled.${n}`);

const changes = (file: (n: number) => string): FileChange[] =>
  Array.from({ length: COMMANDS }, (_, n) => ({
    name: `wish_${n + 1}`,
    check: `[ -e ${file(n)} ]`,
    apply: `echo done >${file(n)}`,
  }));

async function measure(
  context: Context,
  { rounds, changes }: { rounds: number; changes: () => FileChange[] },
): Promise<Measured> {
  const servers = await context.servers(SERVERS);
  const bench = await context.product();
  const ids = await Promise.all(servers.map((server) => registerServer(bench, server)));
  const masters = await Promise.all(servers.map(controlMaster));
  const peers = await pythonPeers();
  const fleet = 'bin' in peers ? await createFleet(peers.bin, servers) : null;
  if (fleet) await runConcurrently(5, masters, async (master) => void (await master.run(PYTHON)));
  const ours: Contestant = async () => {
    const states = changes().map(({ name, check, apply }) => stateOf(name, { check, apply }));
    const plan = planOf(1, () => states);
    return completed(bench, await Promise.all(ids.map((serverId) => submit(bench, { plan, serverId }))));
  };
  try {
    const warming = context.rounds(WARMING);
    for (let round = 0; round < warming; round++) await ours();
    const series = await interleave(
      { ours, 'ssh loops': () => loops(masters, changes()), ...contestants(fleet, changes) },
      { rounds: context.rounds(rounds) },
    );
    return {
      series,
      notes: [
        `The console had carried out ${warming * SERVERS} of these operations before.`,
        'missing' in peers ? peers.missing : 'pyinfra 3.10, ansible-core 2.19 with pipelining and 10 forks.',
      ],
    };
  } finally {
    await Promise.all(masters.map((master) => master.close()));
    await fleet?.close();
  }
}

function contestants(fleet: Fleet | null, changes: () => FileChange[]): Record<string, Contestant> {
  if (!fleet) return {};
  return {
    pyinfra: () => fleet.run('pyinfra', changes()),
    ansible: () => fleet.run('ansible', changes()),
  };
}

/** One call of ssh for each command, one server beside the other. */
async function loops(masters: readonly ControlMaster[], changes: readonly FileChange[]): Promise<void> {
  const loop = async (master: ControlMaster): Promise<void> => {
    for (const { check, apply } of changes) await master.run(`${check} || { ${apply}; }`);
  };
  await Promise.all(masters.map(loop));
}
