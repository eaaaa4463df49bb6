import { generateKeyPairSync } from 'node:crypto';

/** A server's address where nobody listens: this machine's port 9. */
export const UNREACHABLE = {
  ...{ host: '127.0.0.1', port: 9, user: 'root' },
  privateKey: generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'pkcs1', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  }).privateKey,
  hostKey: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIG7n3aUVgOGZIXqfHAcnzVt1qRVo2QDR3dYdKp8tW4Pj',
};
