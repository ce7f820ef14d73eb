// The fault box's page and its door for programs. As with the clock, only our own page, or a program
// on the way to it, may change anything.

import {
  badRequest,
  type HttpApp,
  parseInput,
  redirect,
  sameOriginOnly,
  sendPage,
} from '@kassa/http';
import { z } from 'zod';
import { faultSchema } from '../faults/fault.ts';
import type { Faults } from '../faults/open-faults.ts';
import { faultsPage } from './faults-page.tsx';

const short = z.string().max(120);
const wishedInForm = z.union([
  z.object({ text: z.string().max(400) }),
  z.object({ link: short, kind: short, fault: short, options: short.default('') }),
]);
const wishedByProgram = z.object({ fault: z.union([z.string().max(400), faultSchema]) });
const healedInForm = z.object({ number: z.union([z.literal('all'), z.coerce.number().int()]) });
const healedByProgram = z.object({ number: z.coerce.number().int().optional() });

export function addFaultsRoutes(app: HttpApp, faults: Faults | undefined): void {
  const changing = { preHandler: sameOriginOnly };
  const box = () => {
    if (faults !== undefined) return faults;
    throw badRequest('This world has no fault box: start it without KASSA_FAULTS=off.');
  };

  app.get('/faults', async (_, reply) => sendPage(reply, faultsPage(faults)));
  app.post('/faults', changing, async (request, reply) => {
    const wish = parseInput(wishedInForm, request.body);
    const text =
      'text' in wish
        ? wish.text
        : [wish.link, wish.kind, wish.fault, wish.options].join(' ').trim();
    const set = box().set(text);
    if (set.ok) return redirect(reply, '/faults#set');
    const form = 'text' in wish ? {} : wish;
    return sendPage(reply, faultsPage(faults, { why: set.error, form }), 400);
  });
  app.post('/faults/heal', changing, async (request, reply) => {
    const { number } = parseInput(healedInForm, request.body);
    if (number === 'all') box().healAll();
    else box().heal(number);
    return redirect(reply, '/faults#set');
  });

  app.get('/faults.json', async () => (faults === undefined ? { links: [] } : told(faults)));
  app.post('/faults.json', changing, async (request, reply) => {
    const { fault } = parseInput(wishedByProgram, request.body);
    const set = box().set(fault);
    if (!set.ok) throw badRequest(set.error);
    return reply.status(201).send(set.value);
  });
  app.delete('/faults.json', changing, async (request) => {
    const { number } = parseInput(healedByProgram, request.query);
    if (number === undefined) box().healAll();
    else if (!box().heal(number)) throw badRequest(`there is no fault ${number}`);
    return told(box());
  });
}

function told(faults: Faults) {
  return {
    seed: faults.seed,
    command: faults.command(),
    links: faults.links(),
    faults: faults.standing(),
    counts: faults.counts(),
    recorded: faults.recorded(),
  };
}
