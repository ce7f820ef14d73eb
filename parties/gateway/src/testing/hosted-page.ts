// The hosted page as a browser without scripts meets it: what it shows is posted back with the form.

import type { TestGateway } from './test-gateway.ts';

export const hana = {
  number: '4000 0007 0000 0005',
  expiry: '12/34',
  cvc: '123',
  name: 'Hana Hadžić',
  email: 'hana@example.ba',
};

type Fields = Readonly<Record<string, string>>;

/** What the page shows of the order, as its form sends it back. */
export async function seenOn(gateway: TestGateway, sessionId: string): Promise<string> {
  const page = await (await fetch(`${gateway.url}/c/${sessionId}`)).text();
  return /name="seen" value="([^"]*)"/.exec(page)?.[1] ?? '';
}

export function postForm(gateway: TestGateway, path: string, fields: Fields): Promise<Response> {
  return fetch(`${gateway.url}/c/${path}`, {
    method: 'POST',
    body: new URLSearchParams(fields),
    headers: { accept: 'text/html', origin: gateway.url, 'sec-fetch-site': 'same-origin' },
    redirect: 'manual',
  });
}

export async function pressPay(
  gateway: TestGateway,
  sessionId: string,
  fields: Fields = hana,
): Promise<Response> {
  const seen = await seenOn(gateway, sessionId);
  return postForm(gateway, `${sessionId}/pay`, { seen, ...fields });
}

export const whereTo = (answer: Response): string => answer.headers.get('location') ?? '';
