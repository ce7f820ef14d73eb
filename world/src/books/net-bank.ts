// Hana at her net-bank, by forms as a browser sends them: disputes her last purchase, and answers what
// the shop says to it.

import { hana, plavaCustomers } from '../cast/cast.ts';

export type NetBank = {
  /** The page of the dispute. */
  dispute(reason: string, text: string): Promise<string>;
  answer(page: string, fields: Readonly<Record<string, string>>): Promise<void>;
  read(page: string): Promise<string>;
};

export async function openNetBank(url: string): Promise<NetBank> {
  const who = plavaCustomers.find(({ name }) => name === hana.name);
  const { number = '', password = '' } = who ?? {};
  let cookie = '';
  const ask = (path: string, form?: Readonly<Record<string, string>>) =>
    fetch(`${url}${path}`, {
      redirect: 'manual',
      method: form === undefined ? 'GET' : 'POST',
      headers: { cookie, accept: 'text/html', 'accept-language': 'en' },
      ...(form === undefined ? {} : { body: new URLSearchParams(form) }),
    });
  // A session ends in half a day: who comes later logs in anew.
  const logIn = async () => {
    const answer = await ask('/log-in', { number, password });
    cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  };
  const done = async (path: string, form: Readonly<Record<string, string>>) => {
    await logIn();
    const answer = await ask(path, form);
    if (answer.status !== 303) throw new Error(`${path} answered ${answer.status}`);
    return (answer.headers.get('location') ?? '').split('?')[0] ?? '';
  };
  const read = async (page: string) => {
    await logIn();
    return (await ask(page)).text();
  };
  return {
    async dispute(reason, text) {
      const arn = /arn=(\d+)/.exec(await read('/disputes'))?.[1] ?? '';
      return done('/disputes', { arn, reason, text });
    },
    async answer(page, fields) {
      await done(`${page}/answer`, fields);
    },
    read,
  };
}
