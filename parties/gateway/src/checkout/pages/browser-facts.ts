// The browser as 3-D Secure asks for it: from the request's headers, and from three fields that the
// island fills. Fields are input: a number that no screen has counts as unknown.

import type { FastifyRequest } from 'fastify';
import type { BrowserFacts } from '../../authentication/browser-facts.ts';
import { textOf } from './read-card.ts';

export function browserFacts(request: FastifyRequest): BrowserFacts {
  const { headers, body } = request;
  const screen = /^(\d{1,5})x(\d{1,5})x(\d{1,2})$/.exec(textOf(body, 'screen'));
  const zone = /^-?\d{1,3}$/.exec(textOf(body, 'zone'));
  return {
    ip: request.ip,
    accept: (headers.accept ?? '*/*').slice(0, 2048),
    userAgent: (headers['user-agent'] ?? '').slice(0, 2048),
    language: firstLanguage(headers['accept-language']),
    hasScripts: textOf(body, 'java') !== '',
    hasJava: textOf(body, 'java') === 'yes',
    screen: screen && {
      width: Number(screen[1]),
      height: Number(screen[2]),
      colourDepth: Number(screen[3]),
    },
    zoneOffsetMinutes: zone && Number(zone[0]),
  };
}

const firstLanguage = (header = ''): string => /^[a-z]{2,3}(-\w+)*/i.exec(header)?.[0] ?? 'en';
