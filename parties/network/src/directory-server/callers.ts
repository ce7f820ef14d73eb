// Who speaks to the directory server: 3DS Servers and the ACSs of issuers, each with its own key.

import { constantTimeEqual } from '@kassa/crypto';
import { RequestError } from '@kassa/http';
import type { Secret } from '@kassa/secret';
import type { Member } from '../members/member.ts';
import type { DirectoryPorts, ThreeDSServer } from './ports.ts';

type Header = string | undefined;

export function serverWithKey(ports: DirectoryPorts, header: Header): ThreeDSServer {
  return ports.threeDSServers.find(({ key }) => isKey(header, key)) ?? refuse();
}

/** The issuer whose ACS has come. */
export function issuerWithKey({ directory }: DirectoryPorts, header: Header): Member {
  return directory.members.find(({ issuer }) => issuer && isKey(header, issuer.key)) ?? refuse();
}

export function bearer(key: Secret<string>): string {
  return `Bearer ${key.reveal()}`;
}

function isKey(header: Header, key: Secret<string>): boolean {
  return constantTimeEqual(header ?? '', bearer(key));
}

function refuse(): never {
  throw new RequestError(401, 'unauthorized', 'Members come with their key as a bearer.');
}
