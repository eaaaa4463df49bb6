import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import ssh2 from 'ssh2';
import type { ServerHostKeyAlgorithm } from 'ssh2';
import { HostError } from '../../engine/host-error';
import { explainConnectError } from '../login/explain-connect-error';
import { ProtocolViolation } from '../bounds/protocol-violation';
import { protocolViolated } from './ssh-errors';
import { UnclaimedTraffic } from '../bounds/unclaimed-traffic';

export interface HostKey {
  /** As in known_hosts: `ssh-ed25519 AAAA…`. */
  hostKey: string;
  /** `ssh-ed25519`. */
  keyType: string;
  /** `SHA256:…`, as ssh-keygen prints it. */
  fingerprint: string;
}

const READ_TIMEOUT_MS = 15_000;

/** Reads the key with which a server proves itself, without logging in. Throws HostError `unreachable`. */
export async function readHostKey(address: { host: string; port: number }): Promise<HostKey> {
  let offered: Buffer | undefined;
  const socket = connect({ ...address, noDelay: true });
  const client = new ssh2.Client();
  try {
    await new Promise<void>((resolve, reject) => {
      new UnclaimedTraffic(socket, (detail) => {
        reject(protocolViolated(address.host, new ProtocolViolation('too_much', detail)));
      });
      client.on('error', reject).on('close', resolve);
      socket.on('error', reject);
      client.connect({
        sock: socket,
        username: 'root',
        algorithms: { compress: ['none'] },
        readyTimeout: READ_TIMEOUT_MS,
        hostVerifier: (key: Buffer) => {
          offered = key;
          return false;
        },
      });
    });
  } catch (error) {
    if (!offered) throw await explainConnectError(error as Error, address);
  } finally {
    client.destroy();
    socket.destroy();
  }
  if (!offered) throw new HostError('unreachable', { code: 'no_host_key', host: address.host });
  return describeHostKey(offered);
}

/** A public key's blob, as it is sent. */
export function describeHostKey(blob: Buffer): HostKey {
  const keyType = blob.toString('latin1', 4, 4 + blob.readUInt32BE(0));
  return { hostKey: `${keyType} ${blob.toString('base64')}`, keyType, fingerprint: fingerprint(blob) };
}

/** The SHA-256 fingerprint of a host key, as ssh-keygen prints it. */
export function hostKeyFingerprint(hostKey: string): string {
  return fingerprint(hostKeyBlob(hostKey));
}

export function hostKeyBlob(hostKey: string): Buffer {
  return Buffer.from(hostKey.split(' ')[1] ?? '', 'base64');
}

/** So that a server with several keys offers the pinned one. */
export function hostKeyAlgorithms(hostKey: string): ServerHostKeyAlgorithm[] {
  const keyType = hostKey.split(' ')[0] as ServerHostKeyAlgorithm;
  return keyType === 'ssh-rsa' ? ['rsa-sha2-512', 'rsa-sha2-256', 'ssh-rsa'] : [keyType];
}

function fingerprint(blob: Buffer): string {
  return `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`;
}
