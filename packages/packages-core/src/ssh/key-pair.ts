import ssh2 from 'ssh2';

/** A key for one server alone. `comment` shows in its authorized_keys. */
export function generateKeyPair(comment: string): { publicKey: string; privateKey: string } {
  const { public: publicKey, private: privateKey } = ssh2.utils.generateKeyPairSync('ed25519', { comment });
  return { publicKey, privateKey };
}
