/**
 * What a box is sealed for. A box that is moved to another place does not open there, and neither does one whose server has another
 * address or host key than when it was sealed: who can write to the database must not be able to send a secret to a host of their own.
 */
export interface Destination {
  /** The server's. */
  id: string;
  address: string;
  port: number;
  /** Null as long as nobody has confirmed it. */
  pinnedHostKey: string | null;
}

/** The login is given before the host key is known, so only the address is part of it. */
export const loginContext = ({ id, address, port }: Omit<Destination, 'pinnedHostKey'>): string =>
  context('login', id, address, port);
/** A private key of ours stays in the worker, which signs with it: no destination learns it. */
export const credentialContext = (serverId: string, kind: 'root' | 'user' | 'worker'): string =>
  `credential:${serverId}:${kind}`;
/** The box of an operation holds `{"<secret's name>": "<value>"}` as JSON. */
export const operationContext = (operationId: string, server: Destination): string =>
  context('operation', operationId, ...partsOf(server));
/** The secrets that last as long as an installation. */
export const installationContext = (installationId: string, server: Destination): string =>
  context('installation', installationId, ...partsOf(server));
/** The same for the secrets of a form that is only previewed. */
export const previewContext = (planHash: string, server: Destination): string =>
  context('preview', planHash, ...partsOf(server));

/** Of boxes that were sealed before contexts named a destination. */
export const formerLoginContext = (serverId: string): string => `login:${serverId}`;
export const formerOperationContext = (operationId: string): string => `operation:${operationId}`;

const partsOf = ({ id, address, port, pinnedHostKey }: Destination) => [id, address, port, pinnedHostKey];

/** As JSON, so that no two lists of parts give the same text. */
const context = (...parts: (string | number | null)[]): string => JSON.stringify(parts);
