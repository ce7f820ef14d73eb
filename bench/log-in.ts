import { operators } from '../world/src/cast/operators.ts';

/** As an operator who only looks; the cookie that says so. */
export async function logIn(gateway: string): Promise<string> {
  const viewer = operators.find(({ role }) => role === 'viewer');
  if (!viewer) throw new Error('the world has no operator who only looks');
  const answer = await fetch(`${gateway}/operators/log-in`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: gateway },
    body: new URLSearchParams({ email: viewer.email, password: viewer.password }),
  });
  const cookie = answer.headers.getSetCookie()[0]?.split(';')[0];
  if (cookie === undefined) throw new Error(`the log-in was answered ${answer.status}`);
  return cookie;
}
