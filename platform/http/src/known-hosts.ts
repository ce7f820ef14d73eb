// Who asks a server on loopback under a foreign name was led there by a page of that name (DNS
// rebinding), and would read what only this machine may see. So the name must be one of ours.

import type { FastifyRequest } from 'fastify';
import { RequestError } from './problem.ts';

const loopbackAddress = /^(?:::ffff:)?127\.|^::1$/;
const loopbackName = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/i;

/** `hosts` are further names, for a server behind a proxy on the same machine. */
export function checkHost(request: FastifyRequest, hosts: readonly string[]): void {
  // Behind a real address the name is the operator's business; without a socket there is none.
  if (!loopbackAddress.test(request.socket?.localAddress ?? '')) return;
  const name = request.host.replace(/:\d+$/, '');
  if (name === '' || loopbackName.test(name) || hosts.includes(name.toLowerCase())) return;
  const message = 'This server does not go by that name. Use its own address.';
  throw new RequestError(421, 'misdirected_request', message);
}
