import type { Nothing, State, States } from '../state';
import { statesOf } from '../state';

interface StepText {
  /** Permanent: the estimate and the records go by it. */
  id: string;
  /** Imperative: "Install Redis". */
  does: string;
  /** While it runs: "Installing Redis". */
  doing: string;
}

/** A milestone of the plan. One without states is left out. */
export class Step {
  constructor(
    readonly text: StepText,
    readonly states: readonly State[],
    private readonly rename: (suffix: string, subject: string | undefined) => StepText,
  ) {}

  get id(): string {
    return this.text.id;
  }

  /** A second step of the same kind: `step.configure(…).as('pool', 'FPM pool')` is `configure_pool`, "Configure FPM pool". */
  as(suffix: string, subject?: string): Step {
    return new Step(this.rename(suffix, subject), this.states, this.rename);
  }

  /** The user for all its states that name no user of their own. */
  runAs(user: string): Step {
    return this.with(this.states.map((state) => ({ ...state, runAs: state.runAs ?? user })));
  }

  /** The same step with these states. */
  with(states: readonly State[]): Step {
    return new Step(this.text, states, this.rename);
  }
}

/** Steps, in order, as deep as it is convenient. What is false, null or undefined is left out. */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- a type alias cannot refer to itself
export interface Steps extends ReadonlyArray<Step | Steps | Nothing> {}

type Fixed = (...states: States) => Step;
type About = (subject: string, ...states: States) => Step;

interface Wording {
  id: string;
  /** What `as` puts its suffix behind, where that is not the id. */
  stem?: string;
  does: string;
  doing: string;
}

/** Without a subject: `suffix` tells a second one apart. */
function fixed({ id, stem = id, does, doing }: Wording): Fixed {
  const rename = (suffix: string, subject = suffix): StepText => ({
    id: `${stem}_${suffix}`,
    does: `${does}: ${subject}`,
    doing: `${doing}: ${subject}`,
  });
  return (...states) => new Step({ id, does, doing }, statesOf(states), rename);
}

function about({ id, stem = id, does, doing }: Wording): About {
  return (subject, ...states) => {
    const text = (of: string, name: string): StepText => ({
      ...{ id: of, does: `${does} ${name}`, doing: `${doing} ${name}` },
    });
    return new Step(text(id, subject), statesOf(states), (suffix, other = subject) =>
      text(`${stem}_${suffix}`, other),
    );
  };
}

/** The ID and both labels follow from the constructor: `installSoftware('Redis', …)` is `install_software`, "Install Redis", "Installing Redis". */
export const step = {
  /** The compiler adds what follows from `listens`, `refuse` and the states, and puts it first. */
  checkSystem: fixed({ id: 'check_system', does: 'Check the system', doing: 'Checking the system' }),
  addRepository: about({
    id: 'add_repository',
    does: 'Add the repository of',
    doing: 'Adding the repository of',
  }),
  refreshPackageLists: fixed({
    id: 'refresh_package_lists',
    does: 'Refresh package lists',
    doing: 'Refreshing package lists',
  }),
  installSoftware: about({ id: 'install_software', does: 'Install', doing: 'Installing' }),
  updateSoftware: about({ id: 'update_software', does: 'Update', doing: 'Updating' }),
  createUser: about({ id: 'create_user', does: 'Create the user', doing: 'Creating the user' }),
  create: about({ id: 'create', does: 'Create', doing: 'Creating' }),
  configure: about({ id: 'configure_service', stem: 'configure', does: 'Configure', doing: 'Configuring' }),
  apply: about({ id: 'apply', does: 'Apply', doing: 'Applying' }),
  startService: about({ id: 'start_service', stem: 'start', does: 'Start', doing: 'Starting' }),
  reloadService: about({ id: 'reload_service', stem: 'reload', does: 'Reload', doing: 'Reloading' }),
  restartService: about({ id: 'restart_service', stem: 'restart', does: 'Restart', doing: 'Restarting' }),
  verify: fixed({
    id: 'verify_installation',
    stem: 'verify',
    does: 'Verify installation',
    doing: 'Verifying installation',
  }),
  backUp: about({ id: 'back_up_data', stem: 'back_up', does: 'Back up', doing: 'Backing up' }),
  stopService: about({ id: 'stop_service', stem: 'stop', does: 'Stop', doing: 'Stopping' }),
  remove: about({ id: 'remove', does: 'Remove', doing: 'Removing' }),
  removeSoftware: about({ id: 'remove_packages', does: 'Remove', doing: 'Removing' }),
  removeData: fixed({ id: 'remove_data', does: 'Remove data', doing: 'Removing data' }),
  cleanUp: fixed({ id: 'clean_up', does: 'Clean up', doing: 'Cleaning up' }),
  verifyRemoval: fixed({
    ...{ id: 'complete_uninstallation', stem: 'verify_removal' },
    ...{ does: 'Verify removal', doing: 'Verifying removal' },
  }),
  fetch: about({ id: 'fetch', does: 'Fetch', doing: 'Fetching' }),
  build: about({ id: 'build', does: 'Build', doing: 'Building' }),
  activate: about({ id: 'activate', does: 'Activate', doing: 'Activating' }),
  run: about({ id: 'run', does: 'Run', doing: 'Running' }),
} as const;

/** The steps that have something to do, in order. */
export function flatSteps(steps: Steps): Step[] {
  return steps.flatMap((each): Step[] => {
    if (!each) return [];
    return each instanceof Step ? (each.states.length > 0 ? [each] : []) : flatSteps(each);
  });
}
