// Where 3DS Servers and ACSs come to. Faults of messages are Erro messages with status 200, as the
// standard wants; the HTTP status speaks of the transport alone.

import type { HttpApp } from '@kassa/http';
import { authenticate } from './authenticate.ts';
import { issuerWithKey, serverWithKey } from './callers.ts';
import { passResults } from './pass-results.ts';
import type { DirectoryPorts } from './ports.ts';

export function registerDirectoryServer(app: HttpApp, ports: DirectoryPorts): void {
  app.post('/3ds/areq', (request) => {
    const server = serverWithKey(ports, request.headers.authorization);
    return authenticate(ports, server, request.body);
  });
  app.post('/3ds/rreq', (request) => {
    const issuer = issuerWithKey(ports, request.headers.authorization);
    return passResults(ports, issuer.id, request.body);
  });
}
