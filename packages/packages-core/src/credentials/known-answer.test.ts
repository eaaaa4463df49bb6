import { createDecipheriv, createHmac, createPrivateKey, createPublicKey, diffieHellman } from 'node:crypto';
import { Aes128Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from '@hpke/core';
import { expect, test } from 'vitest';
import { generateSealingKeys } from './generate';
import { seal } from './seal';

const hex = (text: string) => Uint8Array.from(Buffer.from(text, 'hex'));

// RFC 9180, appendix A.1.1: the RFC prints no vectors for AES-256 with X25519, so the key schedule is known by its sister.
const RFC = {
  info: hex('4f6465206f6e2061204772656369616e2055726e'),
  privateKey: hex('4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8'),
  enc: hex('37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431'),
  aad: hex('436f756e742d30'),
  ct: hex('f938558b5d72f1a23810b4be2ab4f84331acc02fc97babc53a52ae8218a355a96d8770ac83d07bea87e13c512a'),
  plaintext: 'Beauty is truth, truth beauty',
};

test('the library opens the box of RFC 9180, appendix A.1.1', async () => {
  const suite = new CipherSuite({
    kem: new DhkemX25519HkdfSha256(),
    kdf: new HkdfSha256(),
    aead: new Aes128Gcm(),
  });
  const recipientKey = (await suite.kem.deserializePrivateKey(RFC.privateKey.buffer)) as never;
  const opened = await suite.open(
    { recipientKey, enc: RFC.enc.buffer, info: RFC.info.buffer },
    RFC.ct.buffer,
    RFC.aad.buffer,
  );
  expect(Buffer.from(opened).toString()).toBe(RFC.plaintext);
});

test('the second implementation below opens it too', () => {
  expect(openByHand({ ...RFC, aead: { id: 1, name: 'aes-128-gcm', keyLength: 16 } }).toString()).toBe(
    RFC.plaintext,
  );
});

test('our box is version, encapsulated key, ciphertext, and opens with the second implementation', async () => {
  const { publicKey, privateKey } = await generateSealingKeys();
  const box = await seal(publicKey, Buffer.from('pa$$ wörd'), 'login:1');
  expect(box[0]).toBe(1);
  const opened = openByHand({
    privateKey: Buffer.from(privateKey, 'base64'),
    enc: box.subarray(1, 33),
    ct: box.subarray(33),
    aad: Buffer.from('login:1'),
    info: new Uint8Array(),
    aead: { id: 2, name: 'aes-256-gcm', keyLength: 32 },
  });
  expect(opened.toString()).toBe('pa$$ wörd');
});

interface Sealed {
  privateKey: Uint8Array;
  enc: Uint8Array;
  ct: Uint8Array;
  aad: Uint8Array;
  info: Uint8Array;
  aead: { id: number; name: 'aes-128-gcm' | 'aes-256-gcm'; keyLength: number };
}

/** RFC 9180, sections 4.1, 5.1 and 5.2 in base mode for the first message, on nothing but node:crypto. */
function openByHand({ privateKey, enc, ct, aad, info, aead }: Sealed): Buffer {
  const secretKey = createPrivateKey({
    key: Buffer.concat([hex('302e020100300506032b656e04220420'), privateKey]),
    format: 'der',
    type: 'pkcs8',
  });
  const ownPublicKey = createPublicKey(secretKey).export({ format: 'der', type: 'spki' }).subarray(-32);
  const dh = diffieHellman({
    privateKey: secretKey,
    publicKey: createPublicKey({
      key: Buffer.concat([hex('302a300506032b656e032100'), enc]),
      format: 'der',
      type: 'spki',
    }),
  });
  const kem = labeled(Buffer.concat([Buffer.from('KEM'), hex('0020')]));
  const hpke = labeled(Buffer.concat([Buffer.from('HPKE'), hex('00200001'), Buffer.of(0, aead.id)]));
  const shared = kem.expand(kem.extract(Buffer.alloc(0), 'eae_prk', dh), 'shared_secret', {
    info: Buffer.concat([enc, ownPublicKey]),
    length: 32,
  });
  const context = Buffer.concat([
    Buffer.of(0),
    hpke.extract(Buffer.alloc(0), 'psk_id_hash', Buffer.alloc(0)),
    hpke.extract(Buffer.alloc(0), 'info_hash', info),
  ]);
  const secret = hpke.extract(shared, 'secret', Buffer.alloc(0));
  const key = hpke.expand(secret, 'key', { info: context, length: aead.keyLength });
  const nonce = hpke.expand(secret, 'base_nonce', { info: context, length: 12 });
  const decipher = createDecipheriv(aead.name, key, nonce);
  decipher.setAAD(aad);
  decipher.setAuthTag(ct.subarray(-16));
  return Buffer.concat([decipher.update(ct.subarray(0, -16)), decipher.final()]);
}

function labeled(suiteId: Uint8Array) {
  const version = Buffer.from('HPKE-v1');
  return {
    extract: (salt: Uint8Array, label: string, ikm: Uint8Array) =>
      createHmac('sha256', salt.length > 0 ? salt : Buffer.alloc(32))
        .update(Buffer.concat([version, suiteId, Buffer.from(label), ikm]))
        .digest(),
    expand: (prk: Uint8Array, label: string, { info, length }: { info: Uint8Array; length: number }) => {
      const labeledInfo = Buffer.concat([Buffer.of(0, length), version, suiteId, Buffer.from(label), info]);
      return expandOnly(prk, labeledInfo, length);
    },
  };
}

/** HKDF-Expand (RFC 5869) for at most one block: node's hkdf always extracts first. */
function expandOnly(prk: Uint8Array, info: Uint8Array, length: number): Buffer {
  return createHmac('sha256', prk).update(info).update(Buffer.of(1)).digest().subarray(0, length);
}
