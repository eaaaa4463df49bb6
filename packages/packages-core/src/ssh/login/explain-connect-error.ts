import { HostError } from '../../engine/host-error';
import { isNoCommonAlgorithm, noCommonAlgorithmSentence } from './handshake-offers';
import { connectError } from '../transport/ssh-errors';

/** HostError `unreachable`, with what both sides offer where they have no algorithm in common. */
export async function explainConnectError(
  error: Error,
  address: { host: string; port: number },
): Promise<HostError> {
  const sentence = isNoCommonAlgorithm(error) ? await noCommonAlgorithmSentence(address) : null;
  return sentence === null
    ? connectError(error, address)
    : new HostError('unreachable', error.message, sentence);
}
