// A browser without scripts: keeps cookies, follows no redirect by itself, reads forms.
export type Page = {
  readonly status: number;
  readonly location: string | undefined;
  readonly text: string;
  readonly headers: Headers;
};

export type Browser = {
  get(path: string): Promise<Page>;
  /** A form of our own page, posted with its fields. */
  post(path: string, fields: Readonly<Record<string, string>>): Promise<Page>;
};

export function openBrowser(base: string, acceptLanguage = 'en'): Browser {
  const jar = new Map<string, string>();
  const visit = async (path: string, init: RequestInit = {}): Promise<Page> => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(base + path, {
      ...init,
      redirect: 'manual',
      headers: {
        ...init.headers,
        accept: 'text/html',
        'accept-language': acceptLanguage,
        cookie,
      },
    });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      jar.set(name, value);
    }
    const text = (await answer.text()).replaceAll('\u00a0', ' ');
    const location = answer.headers.get('location') ?? undefined;
    return { status: answer.status, location, text, headers: answer.headers };
  };
  return {
    get: (path) => visit(path),
    post: (path, fields) =>
      visit(path, {
        method: 'POST',
        body: new URLSearchParams(fields),
        headers: { 'sec-fetch-site': 'same-origin' },
      }),
  };
}

/** The hidden fields of the first form that posts to `action`. */
export function hiddenOf(page: Page, action: string): Record<string, string> {
  const form = page.text.split(`action="${action}"`)[1]?.split('</form>')[0] ?? '';
  const inputs = form.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g);
  return Object.fromEntries([...inputs].map(([, name = '', value = '']) => [name, value]));
}
