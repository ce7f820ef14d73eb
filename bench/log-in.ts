import { operators } from '../world/src/cast/operators.ts';

type Role = (typeof operators)[number]['role'];

/** As an operator who only looks, unless said otherwise; the cookie that says so. */
export async function logIn(gateway: string, as: Role = 'viewer'): Promise<string> {
  const operator = operators.find(({ role }) => role === as);
  if (!operator) throw new Error(`the world has no ${as}`);
  const answer = await fetch(`${gateway}/operators/log-in`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: gateway },
    body: new URLSearchParams({ email: operator.email, password: operator.password }),
  });
  const cookie = answer.headers.getSetCookie()[0]?.split(';')[0];
  if (cookie === undefined) throw new Error(`the log-in was answered ${answer.status}`);
  return cookie;
}
