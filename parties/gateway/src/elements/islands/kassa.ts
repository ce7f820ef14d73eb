// kassa.js, the shop's side: `Kassa('pk_…')` makes an element for a card whose fields live in a frame
// of the gateway, and confirms a payment by its client secret. The shop's page never sees a number.

import {
  type Answered,
  type ElementError,
  portMessage,
  readyMessage,
  type Told,
  type Wish,
} from '../messages.ts';

type Result<Name extends string> = Promise<
  { [name in Name]: unknown } | { readonly error: ElementError }
>;

const waitMs = 60_000;
const script = document.currentScript;
const origin = new URL(script instanceof HTMLScriptElement ? script.src : location.href).origin;

type Settings = { readonly locale?: string };
type ConfirmWish = {
  readonly element: CardElement;
  readonly clientSecret: string;
  readonly returnUrl?: string;
  readonly billing?: { readonly email?: string; readonly phone?: string };
  /** `if_required`: the page stays unless the bank has to be visited. */
  readonly redirect?: 'always' | 'if_required';
};

class CardElement {
  readonly #frame = document.createElement('iframe');
  readonly #waiting = new Map<number, (answer: Answered) => void>();
  readonly #listeners = new Set<(event: { complete: boolean }) => void>();
  #port: Promise<MessagePort>;
  #next = 1;

  constructor(key: string, { locale }: Settings) {
    const query = new URLSearchParams({ key, ...(locale === undefined ? {} : { locale }) });
    this.#frame.src = `${origin}/elements/card?${query}`;
    this.#frame.title = 'Kassa';
    // Wider by the frame's own edge of 4px on each side, so that its fields end where the shop's do.
    this.#frame.style.cssText =
      'width:calc(100% + 8px);max-width:none;margin:0 -4px;border:0;display:block;height:320px';
    this.#port = this.#connect();
  }

  mount(place: string | Element): void {
    const found = typeof place === 'string' ? document.querySelector(place) : place;
    if (found === null) throw new Error(`Kassa: there is no element ${String(place)} to mount in.`);
    found.append(this.#frame);
  }

  unmount(): void {
    this.#frame.remove();
  }

  on(event: 'change', listener: (event: { complete: boolean }) => void): void {
    if (event === 'change') this.#listeners.add(listener);
  }

  async ask(wish: Wish): Promise<Answered> {
    const port = await this.#port;
    const id = this.#next++;
    return new Promise((resolve) => {
      const late = () => {
        this.#waiting.delete(id);
        // Whether the bank was asked is not known: the payment itself tells.
        const message = 'The gateway has not answered. Look the payment up before trying again.';
        resolve({ id, error: { type: 'api_connection_error', message } });
      };
      const timer = setTimeout(late, waitMs);
      this.#waiting.set(id, (answer) => {
        clearTimeout(timer);
        resolve(answer);
      });
      port.postMessage({ id, ...wish });
    });
  }

  #connect(): Promise<MessagePort> {
    return new Promise((resolve) => {
      addEventListener('message', (event) => {
        const isOurs = event.source === this.#frame.contentWindow && event.origin === origin;
        if (!isOurs || event.data !== readyMessage) return;
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = ({ data }) => this.#hear(data);
        this.#frame.contentWindow?.postMessage(portMessage, origin, [port2]);
        resolve(port1);
      });
    });
  }

  #hear(data: Answered | Told): void {
    if ('id' in data) {
      this.#waiting.get(data.id)?.(data);
      this.#waiting.delete(data.id);
    } else if (data.told === 'height') this.#frame.style.height = `${data.px}px`;
    else for (const tell of this.#listeners) tell({ complete: data.isComplete });
  }
}

function Kassa(key: string, settings: Settings = {}) {
  if (!/^pk_/.test(key)) throw new Error('Kassa: give the publishable key, pk_…');
  const named = async <Name extends string>(name: Name, asked: Promise<Answered>): Result<Name> => {
    const answer = await asked;
    if ('error' in answer) return { error: answer.error };
    return { [name]: answer.object } as { [one in Name]: unknown };
  };
  const confirm = async <Name extends string>(name: Name, wish: ConfirmWish): Result<Name> => {
    const { element, clientSecret, billing = {} } = wish;
    const returnUrl = new URL(wish.returnUrl ?? location.href, location.href).href;
    const answer = await named(
      name,
      element.ask({ do: 'confirm', clientSecret, returnUrl, billing }),
    );
    if ('error' in answer) return answer;
    const object = answer[name] as Confirmed;
    const bank = object.next_action?.redirect_to_url?.url;
    // The bank gets the whole page: its own pages may not be framed.
    if (bank !== undefined) location.assign(bank);
    else if (wish.redirect !== 'if_required') location.assign(returnUrl);
    return answer;
  };
  return {
    card: (more: Settings = {}) => new CardElement(key, { ...settings, ...more }),
    createPaymentMethod: ({ element, billing = {} }: Omit<ConfirmWish, 'clientSecret'>) =>
      named('paymentMethod', element.ask({ do: 'createPaymentMethod', billing })),
    confirmPayment: (wish: ConfirmWish) => confirm('paymentIntent', wish),
    confirmSetup: (wish: ConfirmWish) => confirm('setupIntent', wish),
    retrievePaymentIntent: ({ element, clientSecret }: ConfirmWish) =>
      named('paymentIntent', element.ask({ do: 'retrieve', clientSecret })),
    retrieveSetupIntent: ({ element, clientSecret }: ConfirmWish) =>
      named('setupIntent', element.ask({ do: 'retrieve', clientSecret })),
  };
}

type Confirmed = {
  readonly next_action?: { readonly redirect_to_url?: { readonly url?: string } } | null;
};

Object.assign(globalThis, { Kassa });
