import type { FieldValue } from '@milepost/contract/form-field';
import { isServiceOperation } from '@milepost/contract/operation-kinds';
import type { Plan } from '@milepost/contract/plan';
import { withReconnect } from '@milepost/packages-core/engine/connection/with-reconnect';
import type { HostConnector } from '@milepost/packages-core/engine/connection/with-reconnect';
import { findPackage } from '@milepost/packages-core/dsl/catalog';
import { factReads, parseFacts } from '@milepost/packages-core/dsl/facts/read-facts';
import { restoreInput } from '@milepost/packages-core/dsl/input';
import { readFacts } from '../plans/read-facts';

/**
 * What the package discovers about its installation once an operation has completed, for the record that those which depend on it see.
 * What could not be read is left out. Null where nothing is to be recorded: its services alone were touched, it is gone, or the package
 * discovers nothing. Throws HostError.
 */
export async function readDiscovered(
  connector: HostConnector,
  plan: Plan,
): Promise<Record<string, FieldValue> | null> {
  const definition = findPackage(plan.package);
  const nothing = plan.kind === 'uninstall' || isServiceOperation(plan.kind);
  if (!definition || nothing || Object.keys(definition.discover).length === 0) return null;
  const restored = restoreInput(definition, plan.record.configuration);
  const input = restored.ok ? restored.input : null;
  const reads = factReads({ ...definition, facts: {} }, input).filter(({ key }) =>
    key.startsWith('discovered.'),
  );
  const outputs = await withReconnect(connector, (host) => readFacts(host, reads, connector.signal));
  const { discovered } = parseFacts({ ...definition, facts: {} }, input, outputs);
  const wasRead = ([name]: [string, FieldValue]) => `discovered.${name}` in outputs;
  const read = Object.entries(discovered).filter(wasRead);
  return read.length > 0 ? Object.fromEntries(read) : null;
}
