import type { ServiceOperation } from '@milepost/contract/operation-kinds';
import { z } from 'zod';
import { assertion } from '../../states/assertion';
import * as control from '../../states/systemd/control';
import type { OperationContext, OperationDefinition, PackageDefinition } from '../package/definition';
import { sh } from '../sh';
import type { Assertion } from '../state';
import { step } from '../steps/step';
import type { Steps } from '../steps/step';
import type { Service } from './service';

type Declared = Pick<PackageDefinition, 'services' | 'title' | 'instance'>;

/** Seconds for which a service has to run before its start counts. */
const SECONDS = 2;

/**
 * The operations that follow from a package's services. None of them changes whether a service starts with the server: that follows
 * from the installation. `reload` is there only where a service reads its files again by a reload.
 */
export function serviceOperations(
  definition: Declared,
  services: readonly Service[] | PackageDefinition['services'],
): Partial<Record<ServiceOperation, OperationDefinition>> {
  const reloads = typeof services === 'function' || services.some(({ onChange }) => onChange === 'reload');
  return {
    start: operation(definition, 'Start', (subject, all) => [
      step.checkSystem(all.map(control.accepts)),
      step.startService(subject, all.map(control.active)),
      step.verify(all.map(staysUp)),
    ]),
    stop: operation(definition, 'Stop', (subject, all) => [
      step.stopService(subject, [...all].reverse().map(control.inactive)),
    ]),
    restart: operation(definition, 'Restart', (subject, all) => [
      step.checkSystem(all.map(control.accepts)),
      step.restartService(subject, all.map(control.restarted)),
      step.verify(all.map(staysUp)),
    ]),
    ...(reloads && {
      reload: operation(definition, 'Reload', (subject, all) => [
        step.checkSystem(all.map(control.accepts), ...cannotReload(subject, all)),
        step.reloadService(
          subject,
          all.filter(({ onChange }) => onChange === 'reload').map(control.reloaded),
        ),
      ]),
    }),
  };
}

const staysUp = (each: Service) => control.staysUp(each, { seconds: SECONDS });

/** Which services a package has may depend on its input. */
function cannotReload(subject: string, services: readonly Service[]): Assertion[] {
  if (services.some(({ onChange }) => onChange === 'reload')) return [];
  return [
    assertion({
      id: 'reloads',
      label: `${subject} reads its configuration again by a reload`,
      check: sh`false`,
      onFailure: sh`echo ${`${subject} reads its configuration only when it starts. Restart it instead.`} >&2`,
      blocks: true,
    }),
  ];
}

function operation(
  { services, title, instance }: Declared,
  does: string,
  steps: (subject: string, services: readonly Service[]) => Steps,
): OperationDefinition {
  return {
    does,
    options: z.object({}),
    steps: ({ input }: OperationContext) => steps(instance?.title(input) ?? title, services(input)),
    sets: null,
  };
}
