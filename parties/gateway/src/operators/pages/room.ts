// A visit to the operators' pages: whose session it is. Without one every address leads to the log-in,
// and from there back. What changes something comes by POST, from our own pages, by who may act.

import {
  type HttpApp,
  type HttpReply,
  type HttpRequest,
  redirect,
  sameOriginOnly,
  sendPage,
} from '@kassa/http';
import { z } from 'zod';
import { type LogInMeans, whoIs } from '../people/log-in.ts';
import { mayAct, type Operator } from '../people/operator.ts';
import { notFoundPage } from './frame.tsx';
import { logInPage } from './log-in-page.tsx';

export const sessionCookie = 'kassa_operator';

export type Visit = {
  readonly request: HttpRequest;
  readonly reply: HttpReply;
  readonly who: Operator;
  /** The names of the address. */
  readonly at: Readonly<Record<string, string>>;
};

type Show = (visit: Visit) => Promise<HttpReply>;

export type Room = {
  look(path: string, show: Show): void;
  act(path: string, act: Show): void;
};

export function openRoom(app: HttpApp, means: LogInMeans): Room {
  const visit = (show: Show) => async (request: HttpRequest, reply: HttpReply) => {
    const who = await whoIs(means, request.cookies[sessionCookie]);
    reply.header('cache-control', 'no-store');
    if (who !== undefined) return show({ request, reply, who, at: namesOf(request) });
    if (request.method !== 'GET') return redirect(reply, '/operators');
    return sendPage(reply, logInPage({ email: '', next: request.url }), 401);
  };
  const ifAllowed =
    (act: Show): Show =>
    async (given) => {
      if (mayAct(given.who)) return act(given);
      const why = 'You are a viewer. Ask somebody whose role is operator to do it.';
      return sendPage(given.reply, notFoundPage(given.who, 'You may only look', why), 403);
    };
  return {
    look: (path, show) => void app.get(path, visit(show)),
    act: (path, act) => void app.post(path, { preHandler: sameOriginOnly }, visit(ifAllowed(act))),
  };
}

function namesOf({ params }: HttpRequest): Readonly<Record<string, string>> {
  return z.record(z.string(), z.string()).safeParse(params).data ?? {};
}
