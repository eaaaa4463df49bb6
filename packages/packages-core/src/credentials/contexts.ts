/** What a box is sealed for. A box moved to another place does not open there. */
export const loginContext = (serverId: string): string => `login:${serverId}`;
export const credentialContext = (serverId: string, kind: 'root' | 'user' | 'worker'): string =>
  `credential:${serverId}:${kind}`;
/** The box of an operation holds `{"<secret's name>": "<value>"}` as JSON. */
export const operationContext = (operationId: string): string => `operation:${operationId}`;
/** The same for the secrets of a form that is only previewed. */
export const previewContext = (planHash: string): string => `preview:${planHash}`;
