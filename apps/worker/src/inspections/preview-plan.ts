import type {
  InspectionAnswer,
  InspectionRequest,
  PreviewedMilestone,
} from '@milepost/packages-core/contract/inspection-workflow';
import type { PlannedMilestone, PlannedState } from '@milepost/packages-core/contract/plan';
import { previewContext } from '@milepost/packages-core/credentials/contexts';
import { open } from '@milepost/packages-core/credentials/open';
import type { Host } from '@milepost/packages-core/engine/host';
import type { Dependencies } from '../dependencies';
import { tellingLine } from '../milestone/last-lines';
import { refusalOf } from './refused';

type Request = Extract<InspectionRequest, { kind: 'preview' }>;
type PreviewedState = PreviewedMilestone['states'][number];

/** Runs the checks of a plan and changes nothing. */
export async function previewPlan(
  dependencies: Dependencies,
  request: Request,
  signal: AbortSignal,
): Promise<InspectionAnswer> {
  const { hosts, readPlan } = dependencies;
  const plan = await readPlan(request.planHash);
  const secrets = await openSecrets(dependencies, request);
  const preview = async ({
    id,
    label,
    credential,
    states,
  }: PlannedMilestone): Promise<PreviewedMilestone> => {
    const host = await hosts.connect({ serverId: request.serverId, credential }, signal);
    return { id, label, states: await Promise.all(states.map((state) => look(host, state, secrets))) };
  };
  try {
    return { kind: 'preview', milestones: await Promise.all(plan.milestones.map(preview)) };
  } catch (error) {
    signal.throwIfAborted();
    const refused = refusalOf(error);
    if (!refused) throw error;
    return refused;
  }
}

async function openSecrets({ privateKey }: Dependencies, request: Request): Promise<Record<string, string>> {
  if (request.sealedSecrets === undefined) return {};
  const box = Buffer.from(request.sealedSecrets, 'base64');
  const opened = await open(privateKey, box, previewContext(request.planHash));
  return JSON.parse(new TextDecoder().decode(opened)) as Record<string, string>;
}

const CHECK_SECONDS = 10;

async function look(
  host: Host,
  state: PlannedState,
  secrets: Record<string, string>,
): Promise<PreviewedState> {
  const { id, check } = state;
  if (!check) return { id, is: 'unknown', ...(state.unchecked !== undefined && { detail: state.unchecked }) };
  const needed = Object.fromEntries(
    check.secrets.flatMap((name) => (name in secrets ? [[name, secrets[name] ?? '']] : [])),
  );
  const { exitCode, stderr, stdout } = await host.read(check.script, {
    secrets: needed,
    timeoutSeconds: CHECK_SECONDS,
    maxBytes: 4096,
  });
  if (exitCode === 0) return { id, is: 'already_true' };
  if (exitCode === 1) return { id, is: 'to_do' };
  return {
    id,
    is: 'unknown',
    detail: masked(tellingLine(stderr || stdout) ?? `Exit code ${exitCode}`, secrets),
  };
}

function masked(text: string, secrets: Record<string, string>): string {
  return Object.entries(secrets).reduce(
    (masking, [name, value]) => (value === '' ? masking : masking.replaceAll(value, `‹${name}›`)),
    text,
  );
}
