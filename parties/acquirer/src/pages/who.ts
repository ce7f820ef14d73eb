// Who may look, asked for by HTTP Basic: a merchant with its number and key, the staff as `staff`
// with the control key.

import { constantTimeEqual } from '@kassa/crypto';
import { chooseLanguage, languageCookie, languageCookieName, type Theme } from '@kassa/pages';
import type { Secret } from '@kassa/secret';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Contract } from '../merchants/contract.ts';
import type { Ports } from '../ports.ts';
import { keyPage } from './key-page.tsx';
import type { Lang } from './texts.ts';

export type Door = Pick<Ports, 'contracts' | 'bank'> & {
  readonly controlKey: Secret<string>;
  readonly look: Theme;
};

export function isStaff(door: Door, request: FastifyRequest): boolean {
  return isCalled(request, 'staff', door.controlKey);
}

/** The contract, if whoever asks may read it. */
export function contractFor(
  door: Door,
  request: FastifyRequest,
  mid: string,
): Contract | undefined {
  const contract = door.contracts.byMid(mid);
  if (!contract) return undefined;
  const may = isStaff(door, request) || isCalled(request, contract.mid, contract.key);
  return may ? contract : undefined;
}

/** The browser asks for the key by itself; who sends the question away reads the page. */
export function askWho(door: Door, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const bank = door.bank.name;
  const realm = bank.replaceAll(/[^\w ]/g, '');
  reply.status(401).header('www-authenticate', `Basic realm="${realm}", charset="UTF-8"`);
  const [here = '/'] = request.url.split('?');
  const lang = languageOf(request, reply);
  const isStaffDoor = here === '/staff';
  return html(reply, keyPage({ lang, look: door.look, bank, here, isStaffDoor }));
}

export function html(reply: FastifyReply, page: string): FastifyReply {
  return reply.type('text/html; charset=utf-8').send(page);
}

export function languageOf(request: FastifyRequest, reply: FastifyReply): Lang {
  const query: unknown = request.query;
  const asked =
    typeof query === 'object' && query !== null && 'lang' in query ? String(query.lang) : undefined;
  const lang = chooseLanguage(
    {
      asked,
      cookie: request.cookies[languageCookieName],
      acceptLanguage: request.headers['accept-language'],
    },
    ['bs', 'en'],
  );
  if (asked === lang) reply.header('set-cookie', languageCookie(lang));
  return lang;
}

function isCalled(request: FastifyRequest, name: string, key: Secret<string>): boolean {
  const given = /^Basic (\S+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
  const decoded = Buffer.from(given, 'base64').toString('utf8');
  return constantTimeEqual(decoded, `${name}:${key.reveal()}`);
}
