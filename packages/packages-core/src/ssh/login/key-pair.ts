import ssh2 from 'ssh2';

/**
 * A key for one server alone. `comment` shows in its authorized_keys. One in 256 of ssh2's pairs is unreadable, because it takes the
 * leading zeros off a public key (ssh2 1.17, its issue 1513): those are thrown away.
 */
export function generateKeyPair(comment: string): { publicKey: string; privateKey: string } {
  for (;;) {
    const pair = ssh2.utils.generateKeyPairSync('ed25519', { comment });
    const { public: publicKey, private: privateKey } = pair;
    if (![publicKey, privateKey].some(isUnreadable)) return { publicKey, privateKey };
  }
}

const isUnreadable = (key: string): boolean => ssh2.utils.parseKey(key) instanceof Error;
