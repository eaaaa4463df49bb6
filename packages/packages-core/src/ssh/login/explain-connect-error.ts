import { HostError } from '../../engine/host-error';
import { isNoCommonAlgorithm, findMissingAlgorithm } from './handshake-offers';
import { connectError } from '../transport/ssh-errors';

/** HostError `unreachable`, with what both sides offer where they have no algorithm in common. */
export async function explainConnectError(
  error: Error,
  address: { host: string; port: number },
): Promise<HostError> {
  const problem = isNoCommonAlgorithm(error) ? await findMissingAlgorithm(address) : null;
  return problem === null
    ? connectError(error, address)
    : new HostError('unreachable', problem, error.message);
}
