// The words that every other file of this package uses: who speaks, what, in which version.

export const messageTypes = ['AReq', 'ARes', 'CReq', 'CRes', 'RReq', 'RRes', 'Erro'] as const;
export type MessageType = (typeof messageTypes)[number];

export const versions = ['2.1.0', '2.2.0'] as const;
export type Version = (typeof versions)[number];

/** 01 an app, 02 a browser, 03 initiated by the requestor (nobody is present). */
export type DeviceChannel = '01' | '02' | '03';

/** 01 payment (PA), 02 non-payment (NPA). */
export type MessageCategory = '01' | '02';

/** C app's SDK or browser, S 3DS Server, D directory server, A access control server. */
export type Component = 'C' | 'S' | 'D' | 'A';

export type TransStatus = 'Y' | 'N' | 'U' | 'A' | 'C' | 'D' | 'R' | 'I';

export function isMessageType(value: unknown): value is MessageType {
  return messageTypes.some((type) => type === value);
}

export function isVersion(value: unknown): value is Version {
  return versions.some((version) => version === value);
}
